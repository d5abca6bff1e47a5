/**
 * What is known of the Secrets and ConfigMaps of a namespace: which keys there are, which shapes
 * their values have, and which of them are equal.
 *
 * <p>Pure, and without values. Nothing here can hold one: a {@link
 * dev.releaserecord.secret.fact.Fingerprint} stands for it, and what is wrong with it is one of a
 * fixed list of {@link dev.releaserecord.secret.fact.Flaw flaws}. Texts are names alone.
 */
@NullMarked
package dev.releaserecord.secret.fact;

import org.jspecify.annotations.NullMarked;

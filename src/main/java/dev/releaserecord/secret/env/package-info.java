/**
 * Which variables a container really gets, and where each comes from, by the rules of the kubelet.
 * Pure; it knows names alone.
 */
@NullMarked
package dev.releaserecord.secret.env;

import org.jspecify.annotations.NullMarked;

/**
 * The java-operator-sdk adapter: event sources and the loop. It must not decide anything and must
 * not talk to the API server itself.
 */
@NullMarked
package dev.releaserecord.controller;

import org.jspecify.annotations.NullMarked;

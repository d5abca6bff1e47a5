/**
 * Every write of an operator, spoilt in every way: scenarios, faults, and the matrix of both. What
 * must never happen says {@code recorder}; how a fault is made says {@code proxy}.
 */
@NullMarked
package dev.releaserecord.fault;

import org.jspecify.annotations.NullMarked;

/**
 * What a decision asks the edge to do, and what came of it.
 *
 * <p>Pure: data alone. An action carries the values that the decision was based on, so that whoever
 * carries it out can test them.
 */
@NullMarked
package dev.releaserecord.plan.action;

import org.jspecify.annotations.NullMarked;

package dev.releaserecord.condition;

/**
 * What a condition is to say.
 *
 * @param message for people; without timestamps or counters that change by themselves
 */
public record Statement(ConditionType type, Truth truth, Reason reason, String message) {}

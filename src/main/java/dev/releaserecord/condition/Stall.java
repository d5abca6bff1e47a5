package dev.releaserecord.condition;

/** Something that does not pass by itself, with its next step in the message. */
public record Stall(StallReason reason, String message) {}

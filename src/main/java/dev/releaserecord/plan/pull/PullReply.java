package dev.releaserecord.plan.pull;

import java.time.Instant;

/**
 * An answer.
 *
 * @param until when it is worth asking again
 */
public record PullReply(PullAnswer answer, Instant until) {}

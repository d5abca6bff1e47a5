package dev.releaserecord.status.event;

import dev.releaserecord.rollout.WorkloadKey;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes Event to be written.
 *
 * @param workload the workload that it regards, null for the record itself
 * @param workloadUid its uid, null for the record itself
 * @param warning whether it is a Warning; else Normal
 * @param reason one CamelCase word
 * @param action what was done, one CamelCase word
 * @param note for people, at most 1,024 bytes when written
 */
public record EventDraft(
    @Nullable WorkloadKey workload,
    @Nullable String workloadUid,
    boolean warning,
    String reason,
    String action,
    String note) {}

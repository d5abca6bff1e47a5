package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one workload of a service stands.
 *
 * @param ready replicas that run the declared digest and are ready, of those wanted: {@code 1/2}
 * @param since start of the rollout that is going on; {@code progressDeadline} counts from here
 * @param rollout which rollout {@code since} belongs to: digest set and pod template
 * @param pinned digest that the governed containers were last seen to carry, all of them
 * @param running digests that pods really run; an unknown one is left out, never guessed
 * @param clearAttempts pods deleted or evicted, and drains, for this digest set
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record WorkloadStatus(
    @Required @JsonPropertyDescription("Kind of the workload.") WorkloadKind kind,
    @Required @JsonPropertyDescription("Name of the workload.") String name,
    @JsonPropertyDescription(
            """
            Ready replicas that run the declared digest, of those wanted.
            Example: `1/2`.\
            """)
        @Nullable String ready,
    @JsonPropertyDescription(
            """
            When the rollout that is going on began; `progressDeadline` counts from here.\
            """)
        @Nullable Instant since,
    @JsonPropertyDescription(
            """
            Which rollout `since` belongs to: the digest set and the revision of the pod template.\
            """)
        @Nullable String rollout,
    @JsonPropertyDescription(
            """
            Digest that its governed containers carried when they were last all right. Whoever moves \
            one away from it afterwards makes drift.\
            """)
        @Nullable String pinned,
    @JsonPropertyDescription("Digests that its pods really run. An unknown one is left out.")
        List<String> running,
    @JsonPropertyDescription(
            """
            Containers that the record governs here. A foreign image in one of them is drift.\
            """)
        List<String> containers,
    @JsonPropertyDescription("What its pods were started with, as a keyed digest.")
        @Nullable WorkloadSecrets secrets,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        @JsonPropertyDescription("How often it was cleared for this digest set.")
        int clearAttempts,
    @JsonPropertyDescription("The newest attempt at freeing it.")
        @Nullable ClearingAttempt clearing,
    @JsonPropertyDescription("What the broken container left behind.")
        @Nullable Evidence evidence) {

  public WorkloadStatus {
    running = Copies.of(running);
    containers = Copies.of(containers);
  }
}

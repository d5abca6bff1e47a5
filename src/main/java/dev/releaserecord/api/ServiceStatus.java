package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one service stands, why, and what to do next.
 *
 * @param since when the phase last changed
 * @param cause one word of a closed list; absent where nothing is wrong
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServiceStatus(
    @Required @JsonPropertyDescription("Name of the service.") String name,
    @JsonPropertyDescription("Version that the record declares.") @Nullable String version,
    @Required
        @JsonPropertyDescription(
            """
            Where the service stands: `AwaitingDigest`, `AwaitingApproval`, `Waiting`, \
            `Blocked`, `RollingOut`, `Stuck`, `Checking`, `Verified`, `Failed`, `Held` or \
            `RolledBack`.\
            """)
        Phase phase,
    @JsonPropertyDescription("Image that its workloads are to run, with the digest.")
        @Nullable String image,
    @JsonPropertyDescription(
            """
            Ready replicas that run the declared digest, of those wanted.
            Example: `1/2`.\
            """)
        @Nullable String ready,
    @JsonPropertyDescription(
            """
            Why it does not move, in one word.
            Example: `ImageNotFound`.\
            """)
        @Nullable String cause,
    @JsonPropertyDescription("What was found and what to do next.") @Nullable String message,
    @JsonPropertyDescription("When the phase last changed.") @Nullable Instant since,
    @JsonPropertyDescription("Its workloads.") List<WorkloadStatus> workloads,
    @JsonPropertyDescription("Its Secrets, by name and verdict.") List<SecretStatus> secrets,
    @JsonPropertyDescription("How its checks ended.") List<CheckStatus> checks,
    @JsonPropertyDescription("What does not block and should be mended.")
        List<ServiceWarning> warnings) {

  public ServiceStatus {
    workloads = Copies.of(workloads);
    secrets = Copies.of(secrets);
    checks = Copies.of(checks);
    warnings = Copies.of(warnings);
  }
}

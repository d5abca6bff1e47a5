package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The release that a namespace is to run: services with their digests, in which order and on what
 * proof.
 *
 * @param progressDeadline a {@link GoDuration}, as are all durations here
 * @param maxInFlight services that may roll at the same time; 0: all
 */
@ValidationRule(
    value = Rules.IMAGES_ARE_KNOWN,
    message = Rules.WRITE_IMAGE,
    messageExpression = Rules.IMAGE_MESSAGE,
    fieldPath = ".services")
@ValidationRule(
    value =
        "!has(self.checks) || self.checks.all(c, !has(c.http) || !has(c.http.expect) ||"
            + " !has(c.http.expect.version))",
    message =
        "a check of the whole record has no version to compare with: move it into a service, or"
            + " expect the header with its value",
    fieldPath = ".checks")
@ValidationRule(
    value =
        "!has(self.checks) || self.checks.all(c, !has(c.http) || !has(c.http.service) ||"
            + " has(c.http.service.name))",
    message =
        "a check of the whole record has no workloads of its own: write the name of the Service to"
            + " ask",
    fieldPath = ".checks")
@JsonClassDescription(
    "The release that the namespace is to run: services with their digests, the order they roll out"
        + " in, and what proves them.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ReleaseRecordSpec(
    @JsonPropertyDescription(
            """
            While it stands nothing of this record is changed; what is wrong is still reported. \
            A ConfigMap `release-hold` with `data.reason` (and `data.until`) holds every record \
            of its namespace.
            Example:
              reason: incident 42
              until: "2026-12-01T08:00:00Z"\
            """)
        @Nullable Hold hold,
    @Default(ReleaseRecordSpec.APPROVAL)
        @JsonPropertyDescription(
            """
            Whether a digest set needs a person before it is pinned.
            `Automatic`: it does not. `Required`: a set that was never verified waits for a \
            ReleaseApproval of exactly that set.\
            """)
        @Nullable ApprovalMode approval,
    @Default(ReleaseRecordSpec.DRIFT)
        @JsonPropertyDescription(
            """
            What happens when a live image is not the declared digest although it was pinned.
            `Correct`: the digest is written back and whoever moved it is named. `Report`: the \
            service is held and the difference reported.\
            """)
        @Nullable DriftMode drift,
    @Default(ReleaseRecordSpec.ON_FAILURE)
        @JsonPropertyDescription(
            """
            What happens when a set that was pinned fails.
            `Report`: it stays, with the cause. `Rollback`: the whole set goes back to the \
            newest verified one.\
            """)
        @Nullable FailureMode onFailure,
    @Default(ReleaseRecordSpec.PROGRESS_DEADLINE)
        @Size(max = 32)
        @ValidationRule(
            value =
                Rules.IS_DURATION
                    + " && duration(self) >= duration('10s') && duration(self) <= duration('24h')",
            message = "write a duration from 10s to 24h" + Rules.DURATION_EXAMPLES)
        @JsonPropertyDescription(
            """
            How long each workload may take to run the declared digest, 10s to 24h. It is the \
            record's own clock: a moment of readiness does not reset it.\
            """)
        @Nullable String progressDeadline,
    @Default(ReleaseRecordSpec.SETTLE)
        @Size(max = 32)
        @ValidationRule(
            value =
                Rules.IS_DURATION
                    + " && duration(self) >= duration('0s') && duration(self) <= duration('10m')",
            message = "write a duration from 0s to 10m" + Rules.DURATION_EXAMPLES)
        @JsonPropertyDescription(
            """
            How long every pod must be Ready and without a restart before checks run and a \
            service counts as verified, 0s to 10m.\
            """)
        @Nullable String settle,
    @Default(ReleaseRecordSpec.MAX_IN_FLIGHT)
        @Min(0)
        @Max(256)
        @JsonPropertyDescription("Services that may roll at the same time, 0 to 256; 0 means all.")
        @Nullable Integer maxInFlight,
    @Size(max = 20)
        @ValidationRule(value = Rules.ARE_DIGEST_SETS, message = Rules.WRITE_DIGEST_SETS)
        @JsonPropertyDescription(
            """
            Digest sets that are never pinned, 20 at most. `release-operator rollback` writes \
            the set that it leaves here, so that it cannot come back by itself.\
            """)
        List<@Size(max = 512) String> refuse,
    @Default("{}")
        @JsonPropertyDescription("How far the operator may go to free a rollout that is stuck.")
        @Nullable Clearing clearing,
    @Default(ReleaseRecordSpec.REGISTRY_CHECK)
        @JsonPropertyDescription(
            """
            Whether each digest is looked up in its registry before a workload is touched.
            `None`: it is not. `Warn`: one that is missing, or not handed out, is reported and \
            pinned all the same. `Enforce`: it is not pinned. A registry that cannot tell never \
            holds anything back.\
            """)
        @Nullable RegistryCheck registryCheck,
    @Default(ReleaseRecordSpec.HISTORY_LIMIT)
        @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            """
            Verified sets that are kept, 1 to 100. The newest one and the one that runs are \
            never dropped.\
            """)
        @Nullable Integer historyLimit,
    @Default(ReleaseRecordSpec.ON_CONFIG_CHANGE)
        @JsonPropertyDescription(
            """
            What follows when a Secret or ConfigMap changes that a pod template refers to and no \
            `secrets` entry names.
            `Report`: a warning names the pods on old values. `Restart`: they are restarted. \
            `Ignore`: nothing is said.\
            """)
        @Nullable ConfigChangeMode onConfigChange,
    @Size(max = 512)
        @ValidationRule(value = Rules.IS_REPOSITORY, message = Rules.WRITE_PREFIX)
        @JsonPropertyDescription(
            """
            Prefix of the repositories: the image of a service defaults to `<imagePrefix>/<name \
            of the service>`.
            Example: `ghcr.io/example`.\
            """)
        @Nullable String imagePrefix,
    @Size(max = 16)
        @JsonPropertyDescription(
            """
            Secrets that concern every service whose pod templates refer to them, with the rules \
            that their keys must keep. They are verified before anything is pinned or restarted; \
            values are never shown.
            Example:
              - name: users-rds
                keys: [HOST, PORT]
                formats: {PORT: Port}\
            """)
        List<SecretSpec> secrets,
    @Size(max = 16)
        @JsonPropertyDescription(
            """
            Checks of the release as a whole, written as in a service and run in order after all \
            services are verified. Their failure blames the record, no single service.\
            """)
        List<CheckSpec> checks,
    @Size(max = 64)
        @JsonPropertyDescription(
            """
            Objects of this namespace, of any kind, that must be ready before anything is \
            pinned.
            Example:
              - {apiVersion: apps/v1, kind: StatefulSet, name: postgres}\
            """)
        List<Dependency> dependencies,
    @Required
        @Size(min = 1, max = 256)
        @ValidationRule(
            value = Rules.NAMES_ARE_UNIQUE,
            message = Rules.WRITE_UNIQUE_NAMES,
            messageExpression = Rules.UNIQUE_NAMES_MESSAGE)
        @ValidationRule(
            value = Rules.AFTER_IS_KNOWN,
            message = Rules.WRITE_KNOWN_AFTER,
            messageExpression = Rules.KNOWN_AFTER_MESSAGE)
        @ValidationRule(
            value = Rules.DIGEST_FROM_IS_KNOWN,
            message = Rules.WRITE_KNOWN_DIGEST_FROM,
            messageExpression = Rules.KNOWN_DIGEST_FROM_MESSAGE)
        @JsonPropertyDescription(
            """
            The services of the release, 1 to 256, each with the digest that its workloads must \
            run.
            Example:
              - name: users
                version: "1.4.0"
                image: ghcr.io/example/users
                digest: sha256:3b4c…   # 64 hex digits
                after: [provision]\
            """)
        List<ServiceSpec> services) {

  public ReleaseRecordSpec {
    refuse = Copies.of(refuse);
    secrets = Copies.of(secrets);
    checks = Copies.of(checks);
    dependencies = Copies.of(dependencies);
    services = Copies.of(services);
  }

  static final String APPROVAL = "Automatic";
  static final String DRIFT = "Correct";
  static final String ON_FAILURE = "Report";
  static final String PROGRESS_DEADLINE = "10m";
  static final String SETTLE = "30s";
  static final String MAX_IN_FLIGHT = "0";
  static final String REGISTRY_CHECK = "None";
  static final String HISTORY_LIMIT = "10";
  static final String ON_CONFIG_CHANGE = "Report";

  public ApprovalMode approvalOrDefault() {
    return approval == null ? ApprovalMode.valueOf(APPROVAL) : approval;
  }

  public DriftMode driftOrDefault() {
    return drift == null ? DriftMode.valueOf(DRIFT) : drift;
  }

  public FailureMode onFailureOrDefault() {
    return onFailure == null ? FailureMode.valueOf(ON_FAILURE) : onFailure;
  }

  public Duration progressDeadlineOrDefault() {
    return GoDuration.parse(progressDeadline == null ? PROGRESS_DEADLINE : progressDeadline);
  }

  public Duration settleOrDefault() {
    return GoDuration.parse(settle == null ? SETTLE : settle);
  }

  public int maxInFlightOrDefault() {
    return maxInFlight == null ? Integer.parseInt(MAX_IN_FLIGHT) : maxInFlight;
  }

  public Clearing clearingOrDefault() {
    return clearing == null ? Clearing.DEFAULT : clearing;
  }

  public RegistryCheck registryCheckOrDefault() {
    return registryCheck == null ? RegistryCheck.valueOf(REGISTRY_CHECK) : registryCheck;
  }

  public int historyLimitOrDefault() {
    return historyLimit == null ? Integer.parseInt(HISTORY_LIMIT) : historyLimit;
  }

  public ConfigChangeMode onConfigChangeOrDefault() {
    return onConfigChange == null ? ConfigChangeMode.valueOf(ON_CONFIG_CHANGE) : onConfigChange;
  }
}

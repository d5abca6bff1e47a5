package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One service of the release: a digest, the workloads that must run it, and the proof that they do.
 *
 * @param digest {@code sha256:} and 64 hex digits; absent while there is no build
 * @param progressDeadline a {@link GoDuration}; absent: that of the record
 */
@ValidationRule(
    value = "!has(self.digest) || !has(self.digestFrom)",
    message =
        "write digest or digestFrom, not both: digestFrom takes image and digest of another"
            + " service",
    fieldPath = ".digestFrom")
@ValidationRule(
    value =
        "has(self.version) || !has(self.checks) || self.checks.all(c, !has(c.http) ||"
            + " !has(c.http.expect) || !has(c.http.expect.version))",
    message = "a check compares a header with version, which this service lacks: write its version",
    fieldPath = ".version")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServiceSpec(
    @Required
        @Size(max = 63)
        @ValidationRule(value = Rules.IS_LABEL, message = Rules.WRITE_LABEL)
        @JsonPropertyDescription(
            """
            Name of the service, unique in the record; also the default name of its Deployment.\
            """)
        String name,
    @Size(max = 256)
        @JsonPropertyDescription(
            """
            Version for people, free text: shown and recorded, never pulled.
            Example: `1.4.0`.\
            """)
        @Nullable String version,
    @Size(max = 512)
        @ValidationRule(
            value = Rules.IS_REPOSITORY,
            message = Rules.WRITE_REPOSITORY,
            messageExpression = Rules.REPOSITORY_MESSAGE)
        @JsonPropertyDescription(
            """
            Repository of the image, without tag and digest. Absent: `<imagePrefix>/<name of the \
            service>`.
            Example: `ghcr.io/example/users`.\
            """)
        @Nullable String image,
    @Size(max = 512)
        @ValidationRule(value = Rules.IS_DIGEST, message = Rules.WRITE_DIGEST)
        @JsonPropertyDescription(
            """
            Digest to run: `sha256:` and 64 lower-case hex digits, which `release-operator \
            resolve IMAGE:TAG` prints for a tag. Absent: there is no build yet; the service \
            waits as AwaitingDigest and the others go on.\
            """)
        @Nullable String digest,
    @Size(max = 63)
        @ValidationRule(value = Rules.IS_LABEL, message = Rules.WRITE_LABEL)
        @JsonPropertyDescription(
            """
            Name of another service of this record whose image and digest are taken, for \
            workloads that run the same build. That service has a `digest` of its own.
            Example: `consumer`.\
            """)
        @Nullable String digestFrom,
    @Size(max = 255)
        @JsonPropertyDescription(
            """
            Services of this record that must be verified before this one is pinned. A cycle \
            stalls the record and nothing is touched.
            Example: `[provision]`.\
            """)
        List<@Size(max = 63) String> after,
    @JsonPropertyDescription(
            """
            While it stands nothing of this service is changed.
            Example: `{reason: "paths not confirmed"}`.\
            """)
        @Nullable Hold hold,
    @Size(max = 32)
        @ValidationRule(
            value =
                Rules.IS_DURATION
                    + " && duration(self) >= duration('10s') && duration(self) <= duration('24h')",
            message = "write a duration from 10s to 24h" + Rules.DURATION_EXAMPLES)
        @JsonPropertyDescription(
            """
            How long each workload of this service may take, 10s to 24h. Absent: that of the \
            record.
            Example: `20m`.\
            """)
        @Nullable String progressDeadline,
    @Size(max = 16)
        @JsonPropertyDescription(
            """
            Workloads that run the image. Absent: the Deployment that is named like the service.
            Example:
              - {kind: StatefulSet, name: users, containers: [users]}\
            """)
        List<WorkloadSpec> workloads,
    @Size(max = 16)
        @JsonPropertyDescription(
            """
            Secrets that this service stands on, with the rules that their keys must keep. They \
            are verified before anything is pinned or restarted; values are never shown.
            Example:
              - name: users-rds
                keys: [HOST, PORT]
                formats: {PORT: Port}\
            """)
        List<SecretSpec> secrets,
    @Size(max = 16)
        @JsonPropertyDescription(
            """
            Checks that run in order once the rollout has settled; the service is verified when \
            all have passed. Each is an HTTP request, a TCP connection, or a Job that must \
            complete.
            Example:
              - name: version
                timeout: 60s
                http:
                  url: http://users.gobee.svc:8080/healthz
                  expect: {status: [200], version: {header: X-Version}}
              - name: select-1
                job: {cronJob: db-smoke}\
            """)
        List<CheckSpec> checks) {

  public ServiceSpec {
    after = Copies.of(after);
    workloads = Copies.of(workloads);
    secrets = Copies.of(secrets);
    checks = Copies.of(checks);
  }

  public List<WorkloadSpec> workloadsOrDefault() {
    return workloads.isEmpty() ? List.of(new WorkloadSpec(null, name, List.of())) : workloads;
  }

  /** The service's own deadline, else the record's. */
  public Duration progressDeadlineOr(Duration ofRecord) {
    return progressDeadline == null ? ofRecord : GoDuration.parse(progressDeadline);
  }
}

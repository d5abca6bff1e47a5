package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One proof that what was rolled out works: exactly one of {@code http}, {@code job} and {@code
 * tcp}.
 */
@ValidationRule(
    value = "[has(self.http), has(self.job), has(self.tcp)].exists_one(given, given)",
    message = "write exactly one of http, job and tcp; a second proof is a second check")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CheckSpec(
    @Required
        @Size(max = 63)
        @ValidationRule(value = Rules.IS_LABEL, message = Rules.WRITE_LABEL)
        @JsonPropertyDescription("Name of the check, unique in its list.")
        String name,
    @Default(CheckSpec.TIMEOUT)
        @Size(max = 32)
        @ValidationRule(
            value =
                Rules.IS_DURATION
                    + " && duration(self) >= duration('1s') && duration(self) <= duration('1h')",
            message = "write a duration from 1s to 1h" + Rules.DURATION_EXAMPLES)
        @JsonPropertyDescription(
            "How long the check is tried again before it counts as failed, 1s to 1h.")
        @Nullable String timeout,
    @Default(CheckSpec.WHEN)
        @Size(min = 1, max = 2)
        @JsonPropertyDescription(
            """
            When the check runs.
            `AfterRollout`: once the rollout has settled. `BeforeRestart`: before a rotation \
            restarts anything, with the new values of the Secret; a failure keeps the pods as \
            they are.\
            """)
        List<CheckMoment> when,
    @JsonPropertyDescription(
            """
            A request over HTTP. Exactly one of `http`, `job` and `tcp` is given.
            Example:
              url: http://users.gobee.svc:8080/healthz
              expect: {status: [200]}\
            """)
        @Nullable HttpCheck http,
    @JsonPropertyDescription(
            """
            A Job that must complete, made from the template of a CronJob. Exactly one of \
            `http`, `job` and `tcp` is given.
            Example: `{cronJob: db-smoke}`.\
            """)
        @Nullable JobCheck job,
    @JsonPropertyDescription(
            """
            A TCP connection that must be accepted. Exactly one of `http`, `job` and `tcp` is \
            given.
            Example: `{host: users.gobee.svc, port: 8080}`.\
            """)
        @Nullable TcpCheck tcp) {

  public CheckSpec {
    when = Copies.of(when);
  }

  static final String TIMEOUT = "60s";
  static final String WHEN = "[\"AfterRollout\"]";

  public Duration timeoutOrDefault() {
    return GoDuration.parse(timeout == null ? TIMEOUT : timeout);
  }

  public List<CheckMoment> whenOrDefault() {
    return when.isEmpty() ? List.of(CheckMoment.AfterRollout) : when;
  }
}

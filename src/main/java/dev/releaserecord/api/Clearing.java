package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How far the operator may go to free a rollout that is stuck. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Clearing(
    @Default(Clearing.POLICY)
        @JsonPropertyDescription(
            """
            What is done about pods that block a rollout.
            `Clear`: they are removed by the rule that belongs to their cause; a Ready one only \
            under `OnDelete`, and then one at a time.
            `Report`: nothing is removed; cause and next step are reported.\
            """)
        @Nullable ClearingPolicy policy,
    @Default(Clearing.MAX_ATTEMPTS)
        @Min(1)
        @Max(10)
        @JsonPropertyDescription(
            """
            How often the same workload is cleared for the same digest set before it is left to \
            a person, 1 to 10.\
            """)
        @Nullable Integer maxAttempts,
    @Default(Clearing.DRAIN_PERIOD)
        @Size(max = 32)
        @ValidationRule(
            value =
                Rules.IS_DURATION
                    + " && duration(self) >= duration('1s') && duration(self) <= duration('10m')",
            message = "write a duration from 1s to 10m" + Rules.DURATION_EXAMPLES)
        @JsonPropertyDescription(
            """
            How long a Deployment stays at zero replicas when it has to be drained, 1s to 10m.\
            """)
        @Nullable String drainPeriod) {

  static final String POLICY = "Clear";
  static final String MAX_ATTEMPTS = "3";
  static final String DRAIN_PERIOD = "15s";

  /** What holds where a record says nothing about clearing. */
  public static final Clearing DEFAULT = new Clearing(null, null, null);

  public ClearingPolicy policyOrDefault() {
    return policy == null ? ClearingPolicy.valueOf(POLICY) : policy;
  }

  public int maxAttemptsOrDefault() {
    return maxAttempts == null ? Integer.parseInt(MAX_ATTEMPTS) : maxAttempts;
  }

  public Duration drainPeriodOrDefault() {
    return GoDuration.parse(drainPeriod == null ? DRAIN_PERIOD : drainPeriod);
  }
}

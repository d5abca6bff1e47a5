package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A workload whose containers a service governs. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record WorkloadSpec(
    @Default(WorkloadSpec.KIND)
        @JsonPropertyDescription(
            """
            Kind of the workload: `Deployment`, `StatefulSet`, `DaemonSet` or `CronJob`.\
            """)
        @Nullable WorkloadKind kind,
    @Required
        @Size(max = 253)
        @ValidationRule(value = Rules.IS_NAME, message = Rules.WRITE_NAME)
        @JsonPropertyDescription("Name of the workload. One that does not exist yet is waited for.")
        String name,
    @Size(max = 16)
        @JsonPropertyDescription(
            """
            Containers and init containers that get the image.
            Absent: every one whose repository is the service's `image`; if there is none and \
            the pod has exactly one main container, that one, provided that its live image is a \
            placeholder or ends in the same last path segment.\
            """)
        List<@Size(max = 63) String> containers) {

  public WorkloadSpec {
    containers = Copies.of(containers);
  }

  static final String KIND = "Deployment";

  public WorkloadKind kindOrDefault() {
    return kind == null ? WorkloadKind.valueOf(KIND) : kind;
  }
}

package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the pods of a workload were started with, without any value of it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record WorkloadSecrets(
    @JsonPropertyDescription("Which key the digest below was made with.") @Nullable String keyId,
    @JsonPropertyDescription(
            """
            Keyed digest over what they took from all objects whose change restarts them.\
            """)
        @Nullable String hmac,
    @JsonPropertyDescription("Revision of the pod template that these values belong to.")
        @Nullable String templateRevision,
    @JsonPropertyDescription(
            """
            Keyed digest of what they took from each object, by its kind and name.
            Example: `Secret users-rds: 5f0c8a1e22d94b7c`.\
            """)
        Map<String, String> objects) {

  public WorkloadSecrets {
    objects = Copies.of(objects);
  }
}

package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pods of a workload were started with, without any value of it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record WorkloadSecrets(
    @JsonPropertyDescription("Which key the digests below were made with.") @Nullable String keyId,
    @JsonPropertyDescription(
            """
            Keyed digest over what they took from all objects whose change restarts them.\
            """)
        @Nullable String hmac,
    @JsonPropertyDescription("Revision of the pod template that these values belong to.")
        @Nullable String templateRevision,
    @JsonPropertyDescription(
            """
            What they were last restarted for by the operator (annotation
            `releaserecord.dev/restarted-for` of the template).\
            """)
        @Nullable String restartedFor,
    @JsonPropertyDescription("The same annotation when they were last well.")
        @Nullable String verifiedFor,
    @JsonPropertyDescription("What they take from each object.") List<StartedWith> objects) {

  public WorkloadSecrets {
    objects = Copies.of(objects);
  }
}

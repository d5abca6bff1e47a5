package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a Secret, by key: names and verdicts, never values.
 *
 * @param name as the record names it
 * @param resolved as the cluster names it, with the hash suffix of a generator
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SecretStatus(
    @Required @JsonPropertyDescription("Name as the record gives it.") String name,
    @JsonPropertyDescription(
            """
            Name in the cluster, with the suffix that a generator appended. Absent: not found.\
            """)
        @Nullable String resolved,
    @JsonPropertyDescription("Keys that do not exist or are empty.") List<String> missing,
    @JsonPropertyDescription("Keys whose value breaks a rule of the record.")
        List<String> malformed,
    @JsonPropertyDescription("When its values last changed.") @Nullable Instant changedAt,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        @JsonPropertyDescription("Pods that were started before that.")
        int stalePods) {

  public SecretStatus {
    missing = Copies.of(missing);
    malformed = Copies.of(malformed);
  }
}

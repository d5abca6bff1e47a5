package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an answer must look like; every part that is given must hold.
 *
 * @param status absent: 200
 * @param headers names (case does not matter) to exact values
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HttpExpectation(
    @Default(HttpExpectation.STATUS)
        @Size(max = 16)
        @ValidationRule(value = Rules.ARE_STATUS_CODES, message = Rules.WRITE_STATUS_CODES)
        @JsonPropertyDescription(
            """
            Status codes that are right.
            Example: `[200, 204]`.\
            """)
        List<Integer> status,
    @Size(max = 16)
        @JsonPropertyDescription(
            """
            Response headers and the exact value that each must have.
            Example: `{X-Relay-Version: "0.2.0"}`.\
            """)
        Map<String, @Size(max = 1024) String> headers,
    @Size(max = 16)
        @JsonPropertyDescription(
            """
            Response headers that must be there, whatever their value.
            Example: `[Access-Control-Allow-Origin]`.\
            """)
        List<@Size(min = 1, max = 256) String> headersPresent,
    @JsonPropertyDescription("A response header that must equal the `version` of the service.")
        @Nullable ExpectedVersion version,
    @Size(max = 4096)
        @JsonPropertyDescription("Text that the body must contain, within its first 64 KiB.")
        @Nullable String bodyContains,
    @Size(max = 4096)
        @JsonPropertyDescription("Text that the body must not contain, within its first 64 KiB.")
        @Nullable String bodyLacks) {

  public HttpExpectation {
    status = Copies.of(status);
    headers = Copies.of(headers);
    headersPresent = Copies.of(headersPresent);
  }

  static final String STATUS = "[200]";

  /** What holds where a check says nothing about its answer. */
  public static final HttpExpectation DEFAULT =
      new HttpExpectation(List.of(), Map.of(), List.of(), null, null, null);

  public List<Integer> statusOrDefault() {
    return status.isEmpty() ? List.of(200) : status;
  }
}

package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an answer must look like; every part that is given must hold.
 *
 * @param status absent: 200
 * @param headers names (case does not matter) to exact values
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HttpExpectation(
    @Default(HttpExpectation.STATUS)
        @JsonPropertyDescription("Status codes that are right. Example: `[200, 204]`.")
        List<Integer> status,
    @JsonPropertyDescription(
            """
            Response headers and the exact value that each must have. Example: \
            `{X-Relay-Version: "0.2.0"}`.\
            """)
        Map<String, String> headers,
    @JsonPropertyDescription(
            """
            Response headers that must be there, whatever their value. Example: \
            `[Access-Control-Allow-Origin]`.\
            """)
        List<String> headersPresent,
    @JsonPropertyDescription("A response header that must equal the `version` of the service.")
        @Nullable ExpectedVersion version,
    @JsonPropertyDescription("Text that the body must contain, within its first 64 KiB.")
        @Nullable String bodyContains,
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

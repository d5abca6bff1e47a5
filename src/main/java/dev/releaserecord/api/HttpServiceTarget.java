package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * The ready endpoints of a Service, each asked for itself.
 *
 * @param name absent: the ready pods of the service's own workloads
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HttpServiceTarget(
    @Size(max = 253)
        @ValidationRule(value = Rules.IS_NAME, message = Rules.WRITE_NAME)
        @JsonPropertyDescription(
            """
            Name of the Kubernetes Service whose ready endpoints are asked one by one. Absent: \
            the ready pods of the service's own workloads.\
            """)
        @Nullable String name,
    @Required @Min(1) @Max(65535) @JsonPropertyDescription("Port that the pods listen on.")
        int port,
    @Default(HttpServiceTarget.PATH)
        @Size(max = 1024)
        @ValidationRule(value = Rules.IS_PATH, message = Rules.WRITE_PATH)
        @JsonPropertyDescription(
            """
            Path of the request, with its query.
            Example: `/healthz`.\
            """)
        @Nullable String path,
    @Default(HttpServiceTarget.SCHEME)
        @Size(max = 8)
        @ValidationRule(value = Rules.IS_SCHEME, message = Rules.WRITE_SCHEME)
        @JsonPropertyDescription("`http` or `https`.")
        @Nullable String scheme) {

  static final String PATH = "/";
  static final String SCHEME = "http";

  public String pathOrDefault() {
    return path == null ? PATH : path;
  }

  public String schemeOrDefault() {
    return scheme == null ? SCHEME : scheme;
  }
}

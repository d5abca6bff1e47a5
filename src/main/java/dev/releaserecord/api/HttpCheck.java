package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request over HTTP: of one URL, or of every ready endpoint.
 *
 * @param headers request headers
 */
@ValidationRule(
    value = "has(self.url) != has(self.service)",
    message = "write exactly one of url (one request) and service (each ready endpoint is asked)")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HttpCheck(
    @Size(max = 2048)
        @ValidationRule(value = Rules.IS_URL, message = Rules.WRITE_URL)
        @JsonPropertyDescription(
            """
            URL to ask. Exactly one of `url` and `service` is given.
            Example: `http://users.gobee.svc:8080/healthz`.\
            """)
        @Nullable String url,
    @JsonPropertyDescription(
            """
            Asks each ready endpoint for itself, so that one stale replica is found and named. \
            Exactly one of `url` and `service` is given.
            Example: `{name: users, port: 8080, path: /healthz}`.\
            """)
        @Nullable HttpServiceTarget service,
    @Default(HttpCheck.METHOD)
        @Size(max = 8)
        @ValidationRule(value = Rules.IS_METHOD, message = Rules.WRITE_METHOD)
        @JsonPropertyDescription(
            """
            Method of the request: `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE` or `OPTIONS`.\
            """)
        @Nullable String method,
    @Size(max = 16)
        @JsonPropertyDescription(
            """
            Request headers. Secrets do not belong here: a record is readable by many.
            Example: `{Origin: "https://app.example.com"}`.\
            """)
        Map<String, @Size(max = 1024) String> headers,
    @Size(max = 317)
        @JsonPropertyDescription(
            """
            Value of the `Host` header, to ask an ingress for a name that DNS does not know yet. \
            Absent: the host of the URL.\
            """)
        @Nullable String host,
    @JsonPropertyDescription("How the certificate is judged where the scheme is `https`.")
        @Nullable HttpTls tls,
    @Default("{}") @JsonPropertyDescription("What the answer must look like. Absent: status 200.")
        @Nullable HttpExpectation expect) {

  public HttpCheck {
    headers = Copies.of(headers);
  }

  static final String METHOD = "GET";

  public String methodOrDefault() {
    return method == null ? METHOD : method;
  }

  public HttpTls tlsOrDefault() {
    return tls == null ? HttpTls.DEFAULT : tls;
  }

  public HttpExpectation expectOrDefault() {
    return expect == null ? HttpExpectation.DEFAULT : expect;
  }
}

package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How the certificate of an HTTPS check is judged. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HttpTls(
    @Size(max = 253)
        @ValidationRule(value = Rules.IS_HOST, message = Rules.WRITE_HOST)
        @JsonPropertyDescription(
            """
            Name that the certificate must carry, and that is sent as SNI. Absent: the host of \
            the request.\
            """)
        @Nullable String serverName,
    @Size(max = 253)
        @ValidationRule(value = Rules.IS_NAME, message = Rules.WRITE_NAME)
        @JsonPropertyDescription(
            """
            Name of a Secret of this namespace whose key `ca.crt` holds the certificates to \
            trust. Absent: those of the operator's image.\
            """)
        @Nullable String caSecret,
    @Default(HttpTls.INSECURE)
        @JsonPropertyDescription(
            """
            If true the certificate is not verified: the check then proves an answer, not who \
            gave it.\
            """)
        @Nullable Boolean insecure) {

  static final String INSECURE = "false";

  /** What holds where a check says nothing about TLS. */
  public static final HttpTls DEFAULT = new HttpTls(null, null, null);

  public boolean insecureOrDefault() {
    return insecure == null ? Boolean.parseBoolean(INSECURE) : insecure;
  }
}

package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Secret that a service stands on. Its values are read to be judged, never shown or stored.
 *
 * @param formats key to the format that its value must have
 * @param equals key to the key that must hold the same value: {@code KEY}, or {@code secret/KEY}
 * @param urls key of a URL to the keys that its parts must agree with
 * @param env name of a variable to the key that every container must get it from
 */
@ValidationRule(
    value = "has(self.name) != has(self.names)",
    message = "write exactly one of name (one Secret) and names (several with the same rules)")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SecretSpec(
    @Size(max = 253)
        @ValidationRule(value = Rules.IS_NAME, message = Rules.WRITE_NAME)
        @JsonPropertyDescription(
            """
            Name of the Secret: an exact name, or the name given to a kustomize \
            `secretGenerator`, whose hash suffix is followed through the references of the pod \
            template. Exactly one of `name` and `names` is given.
            Example: `users-rds` finds `users-rds-7f9k2htb5m`.\
            """)
        @Nullable String name,
    @Size(min = 1, max = 16)
        @JsonPropertyDescription(
            """
            Several Secrets that the same rules hold for. Exactly one of `name` and `names` is \
            given.\
            """)
        List<@Size(max = 253) @Pattern(Rules.NAME) String> names,
    @Size(max = 32)
        @JsonPropertyDescription(
            """
            Keys that must exist and not be empty.
            Example: `[HOST, PORT, DATABASE_URL]`.\
            """)
        List<@Size(min = 1, max = 253) @Pattern(Rules.KEY) String> keys,
    @Size(max = 32)
        @JsonPropertyDescription(
            """
            The shape that the value of a key must have: `Port`, `URL`, `Hostname`, `Hex`, \
            `URLSafe`, `Base64`, `Integer` or `Boolean`.
            Example: `{PORT: Port, DATABASE_URL: URL}`.\
            """)
        Map<String, SecretFormat> formats,
    @Size(max = 32)
        @JsonPropertyDescription(
            """
            Keys that must hold the same value as another key of this Secret, or of another one, \
            written `secret/KEY`.
            Example:
              SECRET_KEY: RBS_SECRET_KEY
              RBS_PG_PASSWORD: postgres-staging/POSTGRES_PASSWORD\
            """)
        Map<String, @Size(min = 1, max = 507) @Pattern(Rules.KEY_OR_OTHER) String> equals,
    @Size(max = 32)
        @JsonPropertyDescription(
            """
            Keys that hold a URL, with the keys that its decoded parts must equal.
            Example:
              DATABASE_URL: {user: USER, password: PASS, host: HOST, path: NAME}\
            """)
        Map<String, UrlParts> urls,
    @Size(max = 32)
        @JsonPropertyDescription(
            """
            Environment variables that each container of the service must get, with the key that \
            they must come from.
            Example: `{PGHOST: HOST, PGPORT: PORT}`.\
            """)
        Map<String, @Size(min = 1, max = 253) @Pattern(Rules.KEY) String> env,
    @Default(SecretSpec.ON_ROTATION)
        @JsonPropertyDescription(
            """
            What follows when verified values change after the pods started.
            `Restart`: one service restarts first, the others once it is verified. `Report`: the \
            pods on old values are counted and nothing restarts.\
            """)
        @Nullable RotationMode onRotation) {

  public SecretSpec {
    names = Copies.of(names);
    keys = Copies.of(keys);
    formats = Copies.of(formats);
    equals = Copies.of(equals);
    urls = Copies.of(urls);
    env = Copies.of(env);
  }

  static final String ON_ROTATION = "Restart";

  public RotationMode onRotationOrDefault() {
    return onRotation == null ? RotationMode.valueOf(ON_ROTATION) : onRotation;
  }

  /** Whichever of {@code name} and {@code names} was written. */
  public List<String> allNames() {
    return name == null ? names : List.of(name);
  }
}

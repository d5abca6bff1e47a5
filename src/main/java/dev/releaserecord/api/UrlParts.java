package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The keys that the parts of a connection URL must agree with; an absent part is not compared. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record UrlParts(
    @Size(min = 1, max = 253)
        @Pattern(Rules.KEY)
        @JsonPropertyDescription("Key that holds the user of the URL.")
        @Nullable String user,
    @Size(min = 1, max = 253)
        @Pattern(Rules.KEY)
        @JsonPropertyDescription(
            "Key that holds the password of the URL, compared after percent-decoding.")
        @Nullable String password,
    @Size(min = 1, max = 253)
        @Pattern(Rules.KEY)
        @JsonPropertyDescription("Key that holds the host of the URL.")
        @Nullable String host,
    @Size(min = 1, max = 253)
        @Pattern(Rules.KEY)
        @JsonPropertyDescription("Key that holds the port of the URL.")
        @Nullable String port,
    @Size(min = 1, max = 253)
        @Pattern(Rules.KEY)
        @JsonPropertyDescription(
            """
            Key that holds the path of the URL without its leading slash, often the database.\
            """)
        @Nullable String path) {}

package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The keys that the parts of a connection URL must agree with; an absent part is not compared. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record UrlParts(
    @JsonPropertyDescription("Key that holds the user of the URL.") @Nullable String user,
    @JsonPropertyDescription(
            "Key that holds the password of the URL, compared after percent-decoding.")
        @Nullable String password,
    @JsonPropertyDescription("Key that holds the host of the URL.") @Nullable String host,
    @JsonPropertyDescription("Key that holds the port of the URL.") @Nullable String port,
    @JsonPropertyDescription(
            """
            Key that holds the path of the URL without its leading slash, often the database.\
            """)
        @Nullable String path) {}

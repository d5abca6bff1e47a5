package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A connection that must be accepted. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TcpCheck(
    @Required
        @Size(max = 253)
        @ValidationRule(value = Rules.IS_HOST, message = Rules.WRITE_HOST)
        @JsonPropertyDescription(
            """
            Host to connect to.
            Example: `users.gobee.svc`.\
            """)
        String host,
    @Required @Min(1) @Max(65535) @JsonPropertyDescription("Port to connect to.") int port) {}

package dev.releaserecord.app.resolve;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.releaserecord.check.registry.TagAnswer;
import dev.releaserecord.image.Digest;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.kube.secret.DockerFile;
import dev.releaserecord.plan.pull.Platform;
import dev.releaserecord.plan.pull.PullAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one tag.
 *
 * @param image as it was asked for
 * @param reference with the digest in place of the tag; null where it is not known
 * @param kind {@code index} of several platforms, or a single {@code image}
 * @param problem why it is not known, and what to do; null where it is
 * @param absent whether the registry itself says that there is no such tag
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"image", "reference", "digest", "kind", "platforms", "problem"})
record Resolution(
    String image,
    @Nullable String reference,
    @Nullable String digest,
    @Nullable String kind,
    List<String> platforms,
    @Nullable String problem,
    @JsonIgnore boolean absent) {

  Resolution {
    platforms = List.copyOf(platforms);
  }

  static Resolution of(Tag tag, TagAnswer answer, DockerLogins logins) {
    return switch (answer) {
      case TagAnswer.Means(Digest digest, boolean index, var platforms) ->
          new Resolution(
              tag.toString(),
              tag.image().withDigest(digest),
              digest.text(),
              index ? "index" : "image",
              platforms.stream().map(Platform::toString).toList(),
              null,
              false);
      case TagAnswer.Not(PullAnswer not) ->
          new Resolution(
              tag.toString(),
              null,
              null,
              null,
              List.of(),
              problem(tag, not, logins),
              not instanceof PullAnswer.Absent);
    };
  }

  private static String problem(Tag tag, PullAnswer answer, DockerLogins logins) {
    String registry = tag + ": registry " + tag.image().domain() + " ";
    return registry
        + switch (answer) {
          case PullAnswer.Present _ -> throw new IllegalArgumentException("that is an answer");
          case PullAnswer.Absent(String found) ->
              found + ": it has no such tag; push it, or mend the name.";
          case PullAnswer.Denied(String found, var to) ->
              found
                  + " to "
                  + (to == PullAnswer.To.Anybody
                      ? "nobody in particular"
                      : "the login in " + logins.path())
                  + ": "
                  + login(tag.image(), to, logins);
          case PullAnswer.Unknown(String why) -> why + tls(tag.image(), why) + ".";
        };
  }

  private static String login(ImageReference image, PullAnswer.To to, DockerLogins logins) {
    DockerFile file = logins.file();
    if (to != PullAnswer.To.Anybody) {
      return "log in again, or have yourself let in; it may also not exist.";
    }
    return file.helper(image)
        .map(
            helper ->
                "%s keeps its logins with docker-credential-%s, which is not run; name a file that holds one with --docker-config."
                    .formatted(logins.path(), helper))
        .orElse(
            "it may not exist; or log in with `docker login %s`, or name a file that holds the login with --docker-config."
                .formatted(image.domain()));
  }

  private static String tls(ImageReference image, String why) {
    return why.contains("TLS")
        ? "; if it speaks none: --plain-http-registry " + image.domain()
        : "";
  }

  /** For a person, beside the reference: what it is. */
  String described() {
    String list = platforms.isEmpty() ? "" : " for " + String.join(", ", platforms);
    return image
        + " is "
        + ("index".equals(kind) ? "an index" + list : "an image for one platform")
        + ".";
  }
}

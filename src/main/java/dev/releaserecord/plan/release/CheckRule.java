package dev.releaserecord.plan.release;

import dev.releaserecord.api.CheckMoment;
import dev.releaserecord.api.CheckSpec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A check as decisions see it.
 *
 * @param version of the service, with which a header may have to agree; null where it has none
 * @param content SHA-256 in hexadecimal of all that it asks; how long it may take does not count
 * @param deadline how long it is tried again while it cannot be asked at all
 */
public record CheckRule(
    CheckSpec spec, @Nullable String version, String content, Duration deadline) {

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)authorization|cookie|api-?key|token|secret|password|credential|private-?key");

  static CheckRule of(CheckSpec spec, @Nullable String version, Duration deadline) {
    return new CheckRule(spec, version, Content.of(spec, version), deadline);
  }

  /** The same of another version of the service. */
  CheckRule of(@Nullable String other) {
    return Objects.equals(version, other) ? this : of(spec, other, deadline);
  }

  public String name() {
    return spec.name();
  }

  /** How long a wrong answer is asked again before it counts. */
  public Duration timeout() {
    return spec.timeoutOrDefault();
  }

  /** Whether it runs then. */
  public boolean at(CheckMoment moment) {
    return spec.whenOrDefault().contains(moment);
  }

  /** Names of headers that it sends and that by their name carry a credential. */
  public List<String> secretHeaders() {
    return spec.http() == null
        ? List.of()
        : spec.http().headers().keySet().stream()
            .filter(name -> SECRET.matcher(name).find())
            .sorted()
            .toList();
  }

  /** Whether it makes something in the cluster. */
  public boolean isJob() {
    return spec.job() != null;
  }
}

package dev.releaserecord.plan.release;

import dev.releaserecord.plan.release.Release.HoldOrder;
import dev.releaserecord.plan.release.Release.Service;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which hold stands over a service at an instant. The record's comes before the service's. */
public final class Holds {

  private Holds() {}

  public static Optional<HoldOrder> standing(Release release, Service service, Instant at) {
    return release(release, at).or(() -> standing(service.rules().hold(), at));
  }

  /** The one that stands over the whole record. */
  public static Optional<HoldOrder> release(Release release, Instant at) {
    return release.policy().gates().holds().stream()
        .filter(order -> order.standsAt(at))
        .findFirst();
  }

  /** Since when the oldest has stood that does, by those who wrote them. */
  public static Optional<Instant> since(Release release, Instant at) {
    return Stream.concat(
            release.policy().gates().holds().stream(),
            release.services().stream().flatMap(it -> Stream.ofNullable(it.rules().hold())))
        .filter(order -> order.standsAt(at))
        .flatMap(order -> Stream.ofNullable(order.origin().since()))
        .min(Instant::compareTo);
  }

  /** When the one that stands ends by itself. */
  public static Optional<Instant> end(Release release, Service service, Instant at) {
    return standing(release, service, at).flatMap(order -> Optional.ofNullable(order.until()));
  }

  private static Optional<HoldOrder> standing(@Nullable HoldOrder hold, Instant at) {
    return Optional.ofNullable(hold).filter(order -> order.standsAt(at));
  }
}

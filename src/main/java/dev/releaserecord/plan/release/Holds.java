package dev.releaserecord.plan.release;

import dev.releaserecord.plan.release.Release.HoldOrder;
import dev.releaserecord.plan.release.Release.Service;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which hold stands over a service at an instant. The record's comes before the service's. */
public final class Holds {

  private Holds() {}

  public static Optional<HoldOrder> standing(Release release, Service service, Instant at) {
    return standing(release.policy().gates().hold(), at)
        .or(() -> standing(service.rules().hold(), at));
  }

  /** When the one that stands ends by itself. */
  public static Optional<Instant> end(Release release, Service service, Instant at) {
    return standing(release, service, at).flatMap(order -> Optional.ofNullable(order.until()));
  }

  private static Optional<HoldOrder> standing(@Nullable HoldOrder hold, Instant at) {
    return Optional.ofNullable(hold)
        .filter(order -> order.until() == null || at.isBefore(order.until()));
  }
}

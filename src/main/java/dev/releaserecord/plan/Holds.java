package dev.releaserecord.plan;

import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.Release.HoldOrder;
import dev.releaserecord.plan.release.Release.Service;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which hold stands over a service at an instant. The record's comes before the service's. */
final class Holds {

  private Holds() {}

  static Optional<HoldOrder> standing(Release release, Service service, Instant at) {
    return standing(release.policy().gates().hold(), at)
        .or(() -> standing(service.rules().hold(), at));
  }

  private static Optional<HoldOrder> standing(@Nullable HoldOrder hold, Instant at) {
    return Optional.ofNullable(hold)
        .filter(order -> order.until() == null || at.isBefore(order.until()));
  }
}

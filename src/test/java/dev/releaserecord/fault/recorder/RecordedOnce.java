package dev.releaserecord.fault.recorder;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A set that was verified is recorded once: no second object, no second number, no shared one. */
final class RecordedOnce implements Invariant {

  static final String NAME = "a verified set is recorded once";

  @Override
  public List<Violation> check(Account account) {
    List<Violation> found = new ArrayList<>();
    for (Sets.Step step : Sets.steps(account)) {
      Revision now = step.revision();
      String why = now.gone() ? null : why(step);
      if (why != null) {
        found.add(
            account.violation(
                NAME,
                "at %d %s %s".formatted(now.number(), now.name(), why),
                now.resource(),
                now.name()));
      }
    }
    return found;
  }

  private static @Nullable String why(Sets.Step step) {
    Revision now = step.revision();
    long newest = step.siblings().stream().mapToLong(it -> Sets.rank(it.object())).max().orElse(0);
    for (Revision other : step.siblings()) {
      boolean same = other.name().equals(now.name());
      long rank = Sets.rank(other.object());
      if (same && Sets.rank(now.object()) != rank && rank == newest) {
        return "got another number, and was the newest already";
      }
      if (!same && Sets.set(other.object()).equals(Sets.set(now.object()))) {
        return "keeps the set that " + other.name() + " keeps";
      }
      if (!same && rank == Sets.rank(now.object())) {
        return "has the number of " + other.name();
      }
    }
    return null;
  }
}

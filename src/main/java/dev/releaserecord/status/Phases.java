package dev.releaserecord.status;

import dev.releaserecord.api.Phase;
import dev.releaserecord.plan.ServiceState;
import java.util.Comparator;
import java.util.List;

/** States as phases, and which of them needs a person most. */
final class Phases {

  /** By what a person at the pager has to look at first. */
  private static final List<Phase> URGENCY =
      List.of(
          Phase.Failed,
          Phase.Stuck,
          Phase.Blocked,
          Phase.RolledBack,
          Phase.Held,
          Phase.AwaitingApproval,
          Phase.Waiting,
          Phase.RollingOut,
          Phase.Checking,
          Phase.AwaitingDigest,
          Phase.Verified);

  static final Comparator<Phase> MOST_URGENT_FIRST = Comparator.comparingInt(URGENCY::indexOf);

  private Phases() {}

  static Phase of(ServiceState state) {
    return switch (state) {
      case ServiceState.AwaitingDigest _ -> Phase.AwaitingDigest;
      case ServiceState.AwaitingApproval _ -> Phase.AwaitingApproval;
      case ServiceState.Waiting _ -> Phase.Waiting;
      case ServiceState.Blocked _ -> Phase.Blocked;
      case ServiceState.RollingOut _ -> Phase.RollingOut;
      case ServiceState.Stuck _ -> Phase.Stuck;
      case ServiceState.Checking _ -> Phase.Checking;
      case ServiceState.Verified _ -> Phase.Verified;
      case ServiceState.Failed _ -> Phase.Failed;
      case ServiceState.Held _ -> Phase.Held;
      case ServiceState.RolledBack _ -> Phase.RolledBack;
    };
  }

  /** {@code AwaitingDigest} as people say it: {@code awaiting digest}. */
  static String words(String camelCase) {
    return camelCase.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
  }
}

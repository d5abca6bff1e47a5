package dev.releaserecord.plan.history;

import dev.releaserecord.plan.history.VerifiedSet.Footing;
import dev.releaserecord.plan.history.VerifiedSet.Member;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a verified set stood on that is another now. Digests alone go back: whoever goes back has to
 * know that what was verified is not quite what will run.
 */
public final class Changes {

  /** Of a shape: which client summed it up. */
  private static final int MAKER_DIGITS = 8;

  private Changes() {}

  /**
   * What a workload stands on; null for what nobody can tell.
   *
   * @param shape of its pod template, images aside
   * @param values keyed digest of what it takes from Secrets, with the id of the key
   */
  public record Now(@Nullable String shape, @Nullable String values) {}

  /**
   * By service, each as a clause; those of which nothing has changed, or nobody can tell, are left
   * out.
   *
   * @param now of a service and a workload of it
   */
  public static Map<String, String> of(VerifiedSet set, BiFunction<String, WorkloadKey, Now> now) {
    Map<String, String> changes = new TreeMap<>();
    for (Member member : set.members()) {
      String text =
          member.footings().stream()
              .flatMap(then -> of(then, now.apply(member.service(), then.workload())))
              .collect(Collectors.joining(", "));
      if (!text.isEmpty()) {
        changes.put(member.service(), text);
      }
    }
    return changes;
  }

  private static Stream<String> of(Footing then, Now now) {
    Stream<String> template =
        reshaped(then.shape(), now.shape())
            ? Stream.of(template(then.workload().toString()))
            : Stream.empty();
    Stream<String> values =
        differ(then.values(), now.values()) && sameKey(then.values(), now.values())
            ? Stream.of(then.workload() + " takes other values from Secrets")
            : Stream.empty();
    return Stream.concat(template, values);
  }

  /** As a clause, of a workload such as {@code Deployment/users}. */
  public static String template(String workload) {
    return "the pod template of " + workload + " is another";
  }

  /** Whether both shapes are known, of the same making, and not the same. */
  public static boolean reshaped(@Nullable String then, @Nullable String now) {
    return then != null
        && now != null
        && differ(then, now)
        && then.regionMatches(0, now, 0, MAKER_DIGITS);
  }

  private static boolean differ(@Nullable String then, @Nullable String now) {
    return then != null && now != null && !then.equals(now);
  }

  /** Digests by another key tell nothing. */
  private static boolean sameKey(@Nullable String then, @Nullable String now) {
    return key(then).equals(key(now));
  }

  private static String key(@Nullable String values) {
    return values == null ? "" : values.substring(0, Math.max(0, values.indexOf(':')));
  }
}

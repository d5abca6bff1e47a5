package dev.releaserecord.plan.rotation;

import dev.releaserecord.plan.action.Action;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.ObjectRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who is restarted now. Of all services that an object concerns one comes first; until that one, or
 * any other, has been well with what the object holds now, nobody else is touched: the new values
 * may be wrong, or may not have reached the database yet. Then come the others, those of {@code
 * after} before those that name them.
 *
 * <p>It is decided anew in each pass from what stands in the cluster: no order has to be remembered
 * that a crash could lose.
 */
public final class Turns {

  private final List<Member> members;
  private final Predicate<String> places;
  private final Instant at;
  private final Set<WorkloadKey> restarted = new HashSet<>();

  /**
   * @param members in the order of the spec
   * @param places whether one more service may roll; asked at most once for each
   */
  public Turns(List<Member> members, Predicate<String> places, Instant at) {
    this.members = List.copyOf(members);
    this.places = places;
    this.at = at;
  }

  /** By the name of the service; one for each. */
  public Map<String, Turn> decide() {
    Map<String, Turn> turns = new LinkedHashMap<>();
    members.forEach(member -> turns.put(member.name(), turn(member)));
    return turns;
  }

  private Turn turn(Member member) {
    String reported = Telling.reported(member);
    if (!member.stale()) {
      return new Turn(List.of(), trouble(member) + reported, null, false);
    }
    Optional<Member.Bar> bar = bar(member);
    if (bar.isPresent()) {
      return new Turn(
          List.of(),
          Telling.waits(member, bar.get().why()) + reported,
          Telling.planned(member),
          bar.get().blocks());
    }
    return new Turn(
        member.standings().stream().flatMap(this::restart).toList(),
        Telling.restarts(member) + reported,
        null,
        false);
  }

  private Stream<Action.Restart> restart(Standing standing) {
    Workload workload = standing.workload();
    if (standing.due().isEmpty() || standing.restarts() == null || !restarted.add(workload.key())) {
      return Stream.empty();
    }
    return Stream.of(
        new Action.Restart(
            workload.key(),
            workload.id().uid(),
            workload.id().resourceVersion(),
            workload.template().notes(),
            standing.restarts().values(),
            standing.due().stream().map(change -> change.object().toString()).toList()));
  }

  /** The first that was restarted for what nobody has proven yet, and is not well with it. */
  private String trouble(Member member) {
    return objects(member)
        .filter(object -> member.restartedFor(object) && !proven(object))
        .filter(_ -> member.condition() == Member.Condition.Broken)
        .findFirst()
        .map(object -> Telling.trouble(object, waiting(object)))
        .orElse("");
  }

  private List<String> waiting(ObjectRef object) {
    return members.stream()
        .filter(member -> member.dueFor().contains(object))
        .map(Member::name)
        .toList();
  }

  private static Stream<ObjectRef> objects(Member member) {
    return member.standings().stream()
        .flatMap(standing -> Stream.ofNullable(standing.restarts()))
        .flatMap(restarts -> restarts.objects().stream())
        .distinct()
        .sorted();
  }

  private Optional<Member.Bar> bar(Member member) {
    return own(member)
        .or(() -> order(member))
        .or(() -> first(member))
        .or(
            () ->
                places.test(member.name())
                    ? Optional.empty()
                    : Optional.of(bar("as many services roll as maxInFlight allows")));
  }

  private static Optional<Member.Bar> own(Member member) {
    return switch (member.condition()) {
      case Well, Broken -> Optional.ofNullable(member.against());
      case Moving -> Optional.of(bar("the rollout that goes on comes first"));
      case Waiting -> Optional.of(bar("what it waits for comes first"));
    };
  }

  private Optional<Member.Bar> order(Member member) {
    return members.stream()
        .filter(other -> member.after().contains(other.name()) && open(other, member.dueFor()))
        .findFirst()
        .map(other -> bar(other.name() + " comes before it (after)"));
  }

  private boolean open(Member other, Set<ObjectRef> objects) {
    return other.stale()
        || objects.stream()
            .anyMatch(object -> other.restartedFor(object) && !other.proves(object, at));
  }

  private Optional<Member.Bar> first(Member member) {
    for (ObjectRef object : new TreeSet<>(member.dueFor())) {
      if (!proven(object)) {
        Optional<Member> trying =
            members.stream().filter(other -> other.restartedFor(object)).findFirst();
        if (trying.isPresent()) {
          return Optional.of(bar(Telling.trying(trying.get())));
        }
        Optional<Member> leader = leader(object);
        if (leader.isPresent() && leader.get() != member) {
          return Optional.of(bar(leader.get().name() + " is restarted first"));
        }
      }
    }
    return Optional.empty();
  }

  private boolean proven(ObjectRef object) {
    return members.stream().anyMatch(member -> member.proves(object, at));
  }

  /**
   * What an earlier rotation has broken has nothing to lose. Otherwise one that is well: only there
   * the outcome tells anything of the new values.
   */
  private Optional<Member> leader(ObjectRef object) {
    return members.stream()
        .filter(member -> member.dueFor().contains(object))
        .filter(member -> own(member).isEmpty() && order(member).isEmpty())
        .min(Comparator.comparing(Turns::urgency));
  }

  private static int urgency(Member member) {
    if (member.condition() == Member.Condition.Well) {
      return 1;
    }
    return member.restartedBefore() ? 0 : 2;
  }

  private static Member.Bar bar(String why) {
    return new Member.Bar(why, false);
  }
}

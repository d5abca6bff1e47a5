package dev.releaserecord.plan.rotation;

import dev.releaserecord.plan.action.Action;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.ObjectRef;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final Set<WorkloadKey> restarted = new HashSet<>();

  /**
   * @param members in the order of the spec
   * @param places whether one more service may roll; asked at most once for each
   */
  public Turns(List<Member> members, Predicate<String> places) {
    this.members = List.copyOf(members);
    this.places = places;
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
    String values = standing.values();
    if (standing.due().isEmpty() || values == null || !restarted.add(workload.key())) {
      return Stream.empty();
    }
    return Stream.of(
        new Action.Restart(
            workload.key(),
            workload.id().uid(),
            workload.id().resourceVersion(),
            workload.template().notes(),
            values,
            standing.due().stream().map(due -> due.object().toString()).toList()));
  }

  /** The first that was restarted for what nobody has proven yet, and is not well with it. */
  private String trouble(Member member) {
    return contents(member)
        .filter(it -> member.restartedFor(it.object(), it.at()) && !proven(it))
        .filter(_ -> member.condition() == Member.Condition.Broken)
        .map(Content::object)
        .findFirst()
        .map(object -> Telling.trouble(object, waiting(object)))
        .orElse("");
  }

  private List<String> waiting(ObjectRef object) {
    return members.stream().filter(it -> it.stale(object)).map(Member::name).toList();
  }

  private static Stream<Content> contents(Member member) {
    return member.standings().stream()
        .flatMap(standing -> standing.contents().stream())
        .filter(Content::restarts)
        .sorted(Comparator.comparing(Content::object));
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
      case Well, Broken ->
          Optional.ofNullable(member.against())
              .or(() -> member.takenBack().map(it -> bar(Telling.takenBack(it))));
      case Moving -> Optional.of(bar("the rollout that goes on comes first"));
      case Waiting -> Optional.of(bar("what it waits for comes first"));
    };
  }

  private Optional<Member.Bar> order(Member member) {
    return members.stream()
        .filter(other -> member.after().contains(other.name()) && open(other, member.due()))
        .findFirst()
        .map(other -> bar(other.name() + " comes before it (after)"));
  }

  private static boolean open(Member other, List<Content> due) {
    return other.stale() || due.stream().anyMatch(it -> tries(other, it));
  }

  private Optional<Member.Bar> first(Member member) {
    return member.due().stream()
        .filter(it -> !proven(it))
        .sorted(Comparator.comparing(Content::object))
        .flatMap(it -> first(member, it).stream())
        .findFirst();
  }

  /** Some of it was restarted already: what else there is of it shows no less. */
  private Optional<Member.Bar> first(Member member, Content due) {
    if (tries(member, due)) {
      return member.condition() == Member.Condition.Well
          ? Optional.empty()
          : Optional.of(bar(Telling.trying(member)));
    }
    Optional<Member> trying = members.stream().filter(other -> tries(other, due)).findFirst();
    if (trying.isPresent()) {
      return Optional.of(bar(Telling.trying(trying.get())));
    }
    return leader(due.object())
        .filter(leader -> leader != member)
        .map(leader -> bar(leader.name() + " is restarted first"));
  }

  private static boolean tries(Member member, Content due) {
    return member.tries(due.object(), due.at()) && !member.proves(due.object(), due.at());
  }

  private boolean proven(Content content) {
    return members.stream().anyMatch(member -> member.proves(content.object(), content.at()));
  }

  /**
   * What an earlier rotation has broken has nothing to lose. Otherwise one that is well: only there
   * the outcome tells anything of the new values.
   */
  private Optional<Member> leader(ObjectRef object) {
    return members.stream()
        .filter(member -> member.stale(object))
        .filter(member -> own(member).isEmpty() && order(member).isEmpty())
        .min(Comparator.comparing(Turns::urgency));
  }

  private static int urgency(Member member) {
    if (member.condition() == Member.Condition.Well) {
      return 1;
    }
    return member.unproven() ? 0 : 2;
  }

  private static Member.Bar bar(String why) {
    return new Member.Bar(why, false);
  }
}

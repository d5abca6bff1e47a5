package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.A;
import static dev.releaserecord.plan.Gobee.B;
import static dev.releaserecord.scene.Subject.deployment;

import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.plan.gate.Approval;
import dev.releaserecord.plan.gate.DependencyView;
import dev.releaserecord.plan.gate.Grants;
import dev.releaserecord.plan.pull.Pull;
import dev.releaserecord.plan.pull.PullAccess;
import dev.releaserecord.plan.pull.PullAnswer;
import dev.releaserecord.plan.pull.PullReply;
import dev.releaserecord.plan.release.DependencyKey;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One combination of gates, and the world in which it stands.
 *
 * @param firstRolls whether the service that users comes after is not verified yet
 * @param drifted whether users was pinned, and somebody moved it, under {@code drift: Report}
 * @param otherRolls whether another one of the same set, of whose image its node does not tell
 *     either, is not verified yet
 * @param single whether one service may roll at a time
 */
record GateCase(
    Hold hold,
    boolean refused,
    Agreed agreed,
    boolean dependency,
    boolean secret,
    Image image,
    boolean firstRolls,
    boolean drifted,
    boolean otherRolls,
    boolean single) {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final String SERVICES =
      """
      imagePrefix: r.io/g
      services:
      - {name: first, digest: "%1$s"}
      - {name: users, digest: "%1$s", after: [first], secrets: [{name: db, keys: [PASS]}]%2$s}
      - {name: other, digest: "%1$s"}
      """;
  private static final String SET =
      Objects.requireNonNull(Scene.of(SERVICES.formatted(A, "")).plan().sets().declared());

  private static final ReleaseRecordStatus NONE = ReleaseRecordStatus.EMPTY;

  /** Read once: there are few specs. */
  private static final Map<String, Release> RELEASES = new HashMap<>();

  /** Every case describes all that is in it anew. */
  private static final Scene LATER = Scene.of(SERVICES.formatted(A, "")).later(HOUR);

  /** What a registry is asked of users. */
  private static final Pull QUESTION =
      new Pull(
          LATER.observe().release().services().get(1).image().orElseThrow(),
          new PullAccess("gobee", "default", List.of()));

  /** By whether users was verified, and whether an approval is asked for. */
  private static final Map<List<Boolean>, ReleaseRecordStatus> BEFORE = new HashMap<>();

  enum Hold {
    None,
    Record,
    Expired,
    Service
  }

  enum Agreed {
    NotAsked,
    Granted,
    Missing
  }

  /** Where the declared image is: in a registry, or where it is never pulled, on the node. */
  enum Image {
    Present,
    Absent,
    OnNoNode,
    Untold
  }

  /** All of them. */
  static List<GateCase> all() {
    List<GateCase> cases = new ArrayList<>();
    for (int i = 0; i < 2 * 3 * 4 * 128; i++) {
      int bits = i / 24;
      // Both open holds and both closed ones come with half of all else.
      int hold = i % 2 + 2 * (Integer.bitCount(bits) % 2);
      cases.add(
          new GateCase(
              Hold.values()[hold],
              (bits & 1) != 0,
              Agreed.values()[i / 2 % 3],
              (bits & 2) != 0,
              (bits & 4) != 0,
              Image.values()[i / 6 % 4],
              (bits & 8) != 0,
              (bits & 16) != 0,
              (bits & 32) != 0,
              (bits & 64) != 0));
    }
    return cases;
  }

  /** What an earlier pass left; the last change of the record is an hour ago. */
  private ReleaseRecordStatus before() {
    boolean asked = agreed != Agreed.NotAsked;
    return BEFORE.computeIfAbsent(
        List.of(drifted, asked), _ -> asked || drifted ? before(drifted, asked) : NONE);
  }

  private static ReleaseRecordStatus before(boolean verified, boolean asked) {
    String head = asked ? "approval: Required\n" : "";
    Scene scene =
        Scene.of((verified ? "" : head) + SERVICES.formatted(A, ""))
            .with(well("first"))
            .with(other(true))
            .with(verified ? well("users") : rolling("users", "r.io/g/users:1"))
            .secret("db", "PASS");
    scene.passInVain();
    if (verified && asked) {
      scene.spec(head + SERVICES.formatted(A, "")).passInVain();
    }
    return scene.status();
  }

  Observation observation() {
    Observation seen = scene().observe();
    Release release = RELEASES.computeIfAbsent(spec(), spec -> Scene.of(spec).observe().release());
    return new Observation(
        release, before(), seen.at(), seen.workloads(), seen.rivals(), seen.terms());
  }

  private Scene scene() {
    Scene scene = LATER;
    scene.with(firstRolls ? rolling("first") : well("first")).with(other(!otherRolls));
    scene.with(users());
    scene.secret("db", secret ? "USER" : "PASS");
    DependencyView postgres =
        dependency ? new DependencyView.NotReady("0 of 1 pods") : new DependencyView.Ready();
    List<Approval> approvals =
        agreed == Agreed.Granted
            ? List.of(new Approval("go", "core", SET, "alice", scene.at(), null))
            : List.of();
    return scene.grants(
        new Grants(
            Map.of(new DependencyKey("apps/v1", "StatefulSet", "postgres"), postgres),
            approvals,
            null,
            null,
            Map.of(QUESTION, new PullReply(answer(), LATER.at().plus(HOUR)))));
  }

  private PullAnswer answer() {
    return image == Image.Absent
        ? new PullAnswer.Absent("answered 404")
        : new PullAnswer.Present(Set.of());
  }

  private String spec() {
    String head =
        switch (hold) {
          case None, Service -> "";
          case Record -> "hold: {reason: incident 42}\n";
          case Expired -> "hold: {reason: incident 41, until: \"2026-01-01T00:00:00Z\"}\n";
        };
    return head
        + (refused ? "refuse: [\"" + SET + "\"]\n" : "")
        + (agreed == Agreed.NotAsked ? "" : "approval: Required\n")
        + (single ? "maxInFlight: 1\n" : "")
        + "drift: Report\nregistryCheck: Enforce\n"
        + "dependencies: [{apiVersion: apps/v1, kind: StatefulSet, name: postgres}]\n"
        + SERVICES.formatted(A, hold == Hold.Service ? ", hold: {reason: incident 42}" : "");
  }

  private static Subject well(String name) {
    return rolling(name).steadyFor(HOUR);
  }

  private static Subject rolling(String name) {
    return rolling(name, "r.io/g/" + name + "@" + A).pinnedTo(SET);
  }

  private static Subject rolling(String name, String image) {
    return deployment(name).container(name, image);
  }

  private static Subject other(boolean well) {
    Subject other =
        deployment("other")
            .neverPulled(Map.of())
            .pinnedTo(SET)
            .container("other", "r.io/g/other@" + A)
            .nodes(node(50));
    return well ? other.steadyFor(HOUR) : other;
  }

  private Subject users() {
    Subject users = deployment("users");
    switch (image) {
      case Present, Absent -> users.nodes(node(1));
      case OnNoNode -> users.neverPulled(Map.of()).nodes(node(1, "r.io/g/users@" + B));
      case Untold -> users.neverPulled(Map.of()).nodes(node(50));
    }
    return drifted
        ? users.pinnedTo(SET).container("users", "r.io/g/users:2")
        : users.container("users", "r.io/g/users:1");
  }

  private static Node node(int listed, String... images) {
    return new Node("n1", new Node.Health(null, listed), Map.of(), List.of(), Set.of(images));
  }
}

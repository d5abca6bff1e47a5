package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.status.Outcome;
import dev.releaserecord.status.StatusProjector;
import io.fabric8.kubernetes.api.model.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * All gates in all combinations, over a service that has something to write. The order in which
 * docs/gates.md names them says which one has to be shown, everywhere alike; while any is closed,
 * nothing is written.
 */
class GateProductTest {

  /** What is expected of a closed gate. */
  private record Shown(Phase phase, String cause, String words) {}

  private enum Gate {
    Hold(
        "hold",
        it -> it.hold() == GateCase.Hold.Record || it.hold() == GateCase.Hold.Service,
        new Shown(Phase.Held, "", "on hold: incident 42")),
    Refused(
        "refused set", it -> it.refused(), new Shown(Phase.Blocked, "SetRefused", "spec.refuse")),
    Approval(
        "approval",
        // What was verified needs nobody's word.
        it -> it.agreed() == GateCase.Agreed.Missing && !it.drifted(),
        new Shown(Phase.AwaitingApproval, "", "ReleaseApproval")),
    Dependencies(
        "dependencies",
        it -> it.dependency(),
        new Shown(Phase.Waiting, "DependencyNotReady", "StatefulSet/postgres")),
    Secrets("Secrets", it -> it.secret(), new Shown(Phase.Blocked, "MissingSecretKey", "PASS")),
    ImagesOnNodes(
        "images on nodes",
        it -> it.image() == GateCase.Image.OnNoNode,
        new Shown(Phase.Blocked, "ImageNotOnNode", "ctr -n k8s.io images import")),
    Registries(
        "registries",
        it -> it.image() == GateCase.Image.Absent,
        new Shown(Phase.Blocked, "ImageNotFound", "r.io")),
    After("after", it -> it.firstRolls(), new Shown(Phase.Waiting, "", "until first is verified")),
    ReportedDrift(
        "drift that is only reported or no longer set back",
        it -> it.drifted(),
        new Shown(Phase.Held, "Drifted", "drift is Report")),
    OneFirst(
        "one service first where nodes do not tell of their images",
        it -> it.image() == GateCase.Image.Untold && it.otherRolls(),
        new Shown(Phase.Waiting, "", "waits until other is verified, which goes first")),
    MaxInFlight(
        "maxInFlight",
        it -> it.single() && (it.firstRolls() || it.otherRolls()),
        new Shown(Phase.Waiting, "", "spec.maxInFlight"));

    private final String documented;
    private final Predicate<GateCase> closed;
    private final Shown shown;

    Gate(String documented, Predicate<GateCase> closed, Shown shown) {
      this.documented = documented;
      this.closed = closed;
      this.shown = shown;
    }

    static Gate documented(String phrase) {
      return Arrays.stream(values())
          .filter(gate -> gate.documented.equals(phrase))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no dimension for the gate: " + phrase));
    }
  }

  /** The sentence of the page, word for word. */
  private static List<Gate> documentedOrder() throws IOException {
    String page = Files.readString(Path.of("docs/gates.md")).replaceAll("\\s+", " ");
    String from = "the first is told, in this order: ";
    int start = page.indexOf(from) + from.length();
    String sentence = page.substring(start, page.indexOf(". ", start));
    return Arrays.stream(sentence.split(", "))
        .map(phrase -> phrase.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").replace("`", ""))
        .map(Gate::documented)
        .toList();
  }

  @Test
  void thePageNamesEveryGateOnce() throws IOException {
    assertThat(documentedOrder()).containsExactlyInAnyOrder(Gate.values());
  }

  @Test
  void theFirstClosedGateIsShownAndNothingIsWrittenWhileOneIs() throws IOException {
    List<Gate> order = documentedOrder();
    Map<Gate, Integer> first = new EnumMap<>(Gate.class);
    for (GateCase one : GateCase.all()) {
      Optional<Gate> gate = order.stream().filter(it -> it.closed.test(one)).findFirst();
      gate.ifPresent(it -> first.merge(it, 1, Integer::sum));
      Observation observation = one.observation();
      Plan plan = Planner.plan(observation);
      ReleaseRecordStatus status =
          StatusProjector.project(new Outcome(observation, plan, List.of(), List.of()));
      List<Action> actions =
          Stream.of(plan.actions(), plan.clearings(), plan.restarts())
              .flatMap(List::stream)
              .toList();
      try {
        if (gate.isPresent()) {
          assertThat(actions).isEmpty();
          closed(status, gate.get().shown);
        } else {
          assertThat(actions)
              .singleElement()
              .isInstanceOfSatisfying(
                  Action.Pin.class, pin -> assertThat(pin.workload().name()).isEqualTo("users"));
          assertThat(users(status).phase()).isEqualTo(Phase.RollingOut);
          assertThat(status.plan()).isEmpty();
        }
        conditions(status, one);
      } catch (AssertionError e) {
        throw new AssertionError(one + " should show " + gate + ": " + e.getMessage(), e);
      }
    }
    assertThat(first).as("each is the first somewhere").containsOnlyKeys(Gate.values());
  }

  /** Phase, message, the condition Ready, the summary and the plan say the same. */
  private static void closed(ReleaseRecordStatus status, Shown shown) {
    ServiceStatus users = users(status);
    assertThat(users.phase()).as(users.message()).isEqualTo(shown.phase);
    assertThat(Objects.requireNonNullElse(users.cause(), "")).isEqualTo(shown.cause);
    assertThat(users.message()).contains(shown.words);
    Condition ready = condition(status, ConditionType.Ready).orElseThrow();
    assertThat(ready.getStatus()).isEqualTo("False");
    assertThat(ready.getReason()).isEqualTo(shown.phase.name());
    assertThat(ready.getMessage()).contains("users: " + users.message());
    assertThat(status.summary()).contains("users: ");
    assertThat(status.plan())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.service()).isEqualTo("users");
              assertThat(row.to()).isEqualTo("r.io/g/users@" + A);
              assertThat(row.restart()).isTrue();
            });
    assertThat(condition(status, ConditionType.ImagesPinned).orElseThrow().getMessage())
        .contains("users");
  }

  /** Each of these speaks of its own gate, whichever is the first that is closed. */
  private static void conditions(ReleaseRecordStatus status, GateCase one) {
    String approved =
        one.agreed() == GateCase.Agreed.NotAsked
            ? ""
            : one.agreed() == GateCase.Agreed.Granted || one.drifted() ? "True" : "False";
    assertThat(truth(status, ConditionType.Approved)).isEqualTo(approved);
    assertThat(truth(status, ConditionType.DependenciesReady))
        .isEqualTo(one.dependency() ? "False" : "True");
    // Of what was pinned before nobody was asked, so that not all is known while it rolls.
    assertThat(truth(status, ConditionType.ImagesAvailable).equals("False"))
        .isEqualTo(one.image() == GateCase.Image.Absent);
    assertThat(truth(status, ConditionType.SecretsVerified))
        .isEqualTo(one.secret() ? "False" : "True");
  }

  private static String truth(ReleaseRecordStatus status, ConditionType type) {
    return condition(status, type).map(Condition::getStatus).orElse("");
  }

  private static Optional<Condition> condition(ReleaseRecordStatus status, ConditionType type) {
    return Conditions.find(status.conditions(), type);
  }

  private static ServiceStatus users(ReleaseRecordStatus status) {
    return status.services().stream()
        .filter(service -> service.name().equals("users"))
        .findFirst()
        .orElseThrow();
  }
}

package dev.releaserecord.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of a service that rests in a calm record a pass takes over all that the one before it made. */
class RestingTest {

  private static List<ServicePlan> services(Planner.Memory memory) {
    return memory.plan().services();
  }

  private static Planner.Memory memory(Fleet fleet) {
    Observation observation = fleet.scene().observe();
    return new Planner.Memory(observation, Planner.plan(observation));
  }

  private static List<ServicePlan> after(Fleet fleet, Planner.Memory memory) {
    return Planner.plan(fleet.scene().observe(), memory).services();
  }

  private static Fleet calm(Fleet fleet) {
    fleet.scene().pass();
    fleet.scene().later(Duration.ofMinutes(1));
    return fleet;
  }

  @Test
  void whatRestsIsTakenWhole() {
    Fleet fleet = calm(Fleet.of(""));
    Planner.Memory before = memory(fleet);
    fleet.put("b", Fleet.subject("b"));
    List<ServicePlan> after = after(fleet, before);
    assertThat(after.get(0)).isSameAs(services(before).get(0));
    assertThat(after.get(1)).isNotSameAs(services(before).get(1));
    assertThat(after.get(1).state()).isInstanceOf(ServiceState.RollingOut.class);
    assertThat(after.get(2)).isSameAs(services(before).get(2));
  }

  /** Whose turn it is concerns all that take the Secret, also those that rest. */
  @Test
  void nothingIsTakenWholeWhileSomebodyIsToBeRestarted() {
    Fleet fleet = calm(Fleet.of(""));
    Planner.Memory before = memory(fleet);
    fleet.rotate(7);
    List<ServicePlan> after = after(fleet, before);
    assertThat(after)
        .zipSatisfy(services(before), (now, then) -> assertThat(now).isNotSameAs(then));
    assertThat(after.getFirst().rotation().turn().restarts()).hasSize(1);
  }

  @Test
  void nothingIsTakenWholeUnderAHold() {
    Fleet fleet = calm(Fleet.of("hold: {reason: freeze}\n"));
    Planner.Memory before = memory(fleet);
    List<ServicePlan> after = after(fleet, before);
    assertThat(after)
        .zipSatisfy(
            services(before),
            (now, then) -> {
              assertThat(now).isNotSameAs(then);
              assertThat(now).isEqualTo(then);
            });
  }
}

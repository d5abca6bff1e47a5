package dev.releaserecord.plan.clearing;

import static dev.releaserecord.plan.clearing.Sketches.AT;
import static dev.releaserecord.plan.clearing.Sketches.deployment;
import static dev.releaserecord.plan.clearing.Sketches.ready;
import static dev.releaserecord.plan.clearing.Sketches.restart;
import static dev.releaserecord.plan.clearing.Sketches.statefulSet;
import static dev.releaserecord.scene.PodSketch.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.diagnosis.Facts;
import dev.releaserecord.scene.Subject;
import org.junit.jupiter.api.Test;

/** Which pods are started anew for whoever asks. */
class RestartRuleTest {

  @Test
  void whoeverAsksToTryAgainHasBackingOffPodsStartAnew() {
    assertThat(
            restart(
                deployment(4, 1)
                    .pod(pod("users-w").waiting("ImagePullBackOff"))
                    .pod(pod("users-x").crashing(AT))
                    .pod(pod("users-y"))
                    .pod(ready("users-z"))))
        .isEqualTo("delete pod users-w, users-x");
    assertThat(restart(deployment(1, 0).pod(pod("users-y").waiting("ErrImagePull"))))
        .isEqualTo("leave");
    assertThat(restart(deployment(1, 0).pod(pod("users-x").crashing(AT).leaving(AT))))
        .isEqualTo("leave");
  }

  @Test
  void butNotWhereAMigrationRunsBesideWhatBacksOff() {
    assertThat(restart(deployment(1, 0).pod(pod("users-x").sidecarBackingOff().migrating())))
        .isEqualTo("leave");
  }

  @Test
  void thoseOfAStatefulSetGoOneByOne() {
    Subject two =
        statefulSet(2, 0).pod(pod("users-0").crashing(AT)).pod(pod("users-1").crashing(AT));
    Facts facts = two.facts(AT);
    Remedy remedy = RestartRule.restart(facts, _ -> true);

    assertThat(remedy).isInstanceOf(Remedy.Delete.class);
    assertThat(((Remedy.Delete) remedy).action(facts.workload()))
        .asString()
        .contains("users-1")
        .doesNotContain("name=users-0")
        .contains("force=false", "last=false");
    assertThat(restart(two.pod(pod("users-2").leaving(AT.plusSeconds(10)))))
        .isEqualTo("wait: a pod of it is on its way out");
  }
}

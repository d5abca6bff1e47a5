package dev.releaserecord.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.References;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResolverTest {

  private static final String ONE = "users-rds-2222222222";
  private static final String TWO = "users-rds-4444444444";

  /** A service whose templates refer to these Secrets; others refer to the last ones. */
  private static Resolver of(List<String> own, String... elsewhere) {
    List<PodTemplate> templates =
        own.stream()
            .map(
                name ->
                    new PodTemplate(
                        new WorkloadKey(Kind.Deployment, "of-" + name),
                        new References(List.of(), List.of(), List.of(name)),
                        Set.of(),
                        PodTemplate.Pulls.NONE))
            .toList();
    return new Resolver(new Question(List.of(), templates, List.of(), Set.of(elsewhere)));
  }

  @Test
  void theGenerationThatTheTemplateNames() {
    assertThat(of(List.of("other", TWO)).resolve("users-rds")).containsExactly(TWO);
    assertThat(of(List.of("other", TWO)).referred("users-rds")).isTrue();
    assertThat(of(List.of("other", TWO)).referred("users")).isFalse();
  }

  @Test
  void everyGenerationThatSomeTemplateNames() {
    assertThat(of(List.of(TWO, ONE)).resolve("users-rds")).containsExactly(ONE, TWO);
  }

  @Test
  void theExactNameWinsWhereBothAreNamed() {
    assertThat(of(List.of(TWO, "users-rds")).resolve("users-rds")).containsExactly("users-rds");
  }

  @Test
  void withoutAReferenceTheExactName() {
    assertThat(of(List.of()).resolve("users-rds")).containsExactly("users-rds");
    assertThat(of(List.of(), ONE).resolve("users-rds")).containsExactly("users-rds");
  }

  @Test
  void whatIsOnlyComparedWithMayBeReferredToByOthers() {
    assertThat(of(List.of(), ONE).resolveAnywhere("users-rds")).containsExactly(ONE);
    assertThat(of(List.of(TWO), ONE).resolveAnywhere("users-rds")).containsExactly(TWO);
    assertThat(of(List.of()).resolveAnywhere("users-rds")).containsExactly("users-rds");
  }
}

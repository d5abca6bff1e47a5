package dev.releaserecord.draft;

import static dev.releaserecord.draft.Hamlet.containers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.image.ImageReference;
import dev.releaserecord.rollout.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose repositories are meant, named or guessed. */
class OursTest {

  private static ImageReference image(String text) {
    return ImageReference.parse(text).toOptional().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io/us, ghcr.io/us/app:1, true",
    "ghcr.io/us/, ghcr.io/us/deep/app, true",
    "ghcr.io/us, ghcr.io/usual/app, false",
    "ghcr.io/us/app, ghcr.io/us/app:1, true",
    "ghcr.io/us/app, ghcr.io/us/app2, false",
    "r.io:5000, r.io:5000/app, true",
    "r.io:5000, r.io/app, false",
    "registry:5000, registry:5000/app, true",
    "registry:5000, registry, false",
    "nginx, nginx:1, true",
    "nginx, docker.io/library/nginx, true",
    "nginx, nginx/unit, true",
    "docker.io/library, redis, true",
    "library, redis, true",
    "docker.io, bitnami/redis, true",
  })
  void whatIsNamedIsARepositoryOrAllBelowIt(String prefix, String image, boolean covered) {
    assertThat(Ours.Prefix.parse(prefix).orElseThrow().covers(image(image))).isEqualTo(covered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ghcr.io/us/app:1.0", "ghcr.io/Us", "https://ghcr.io/us", "a@IGEST__", "", "a b"})
  void whatNoImageBeginsWithIsNone(String prefix) {
    assertThat(Ours.Prefix.parse(prefix)).isEmpty();
  }

  private static Ours guess(Hamlet hamlet) {
    return Ours.guess(hamlet.inventory());
  }

  @Test
  void thePlaceThatMostWorkloadsComeFromIsOurs() {
    Ours ours =
        guess(
            new Hamlet()
                .deployment("users", "1.ecr.aws/gobee/core/users:1")
                .deployment("certs", "1.ecr.aws/other/certs:1")
                .deployment("agent", "ghcr.io/vendor/agent:1")
                .workload(
                    Kind.StatefulSet, "postgres", containers("postgres=1.ecr.aws/postgres:16")));
    assertThat(ours.covers(image("1.ecr.aws/anything"))).isTrue();
    assertThat(ours.covers(image("1.ecr.aws/mirror/postgres:16"))).as("a database").isFalse();
    assertThat(ours.covers(image("ghcr.io/vendor/agent"))).isFalse();
    assertThat(ours.told()).contains("1.ecr.aws", "--image-prefix").doesNotContain("ghcr");
  }

  /** There the owner is what tells, not the host. */
  @Test
  void onAHostThatAllTheWorldSharesTheOwnerCounts() {
    Ours ours =
        guess(
            new Hamlet()
                .deployment("users", "ghcr.io/us/users:1")
                .deployment("certs", "ghcr.io/us/certs:1")
                .deployment("agent", "ghcr.io/vendor/agent:1")
                .deployment("x", "europe-docker.pkg.dev/p/r/x:1"));
    assertThat(ours.covers(image("ghcr.io/us/more"))).isTrue();
    assertThat(ours.covers(image("ghcr.io/vendor/agent"))).isFalse();
    assertThat(ours.covers(image("europe-docker.pkg.dev/p/r/y"))).isFalse();
  }

  @Test
  void imagesOfThisMachineAreOursUnlessEverybodyRunsThem() {
    Ours ours =
        guess(new Hamlet().deployment("backend", "gx-backend:latest").deployment("r", "redis:7"));
    assertThat(ours.covers(image("gx-backend:latest"))).isTrue();
    assertThat(ours.covers(image("redis:7"))).isFalse();
  }

  @Test
  void whoIsUsedAlikeIsTakenAlike() {
    Ours ours = guess(new Hamlet().deployment("a", "r.io/g/a:1").deployment("b", "ghcr.io/us/b:1"));
    assertThat(ours.told()).contains("ghcr.io/us, r.io");
  }

  @Test
  void whatAControllerManagesHasNoSay() {
    String owner = "ownerReferences: [{kind: Kafka, name: k, controller: true}]";
    Ours ours =
        guess(
            new Hamlet()
                .deployment("a", "r.io/g/a:1")
                .workload(Kind.Deployment, "k1", containers("k=q.io/s/k:1"), owner)
                .workload(Kind.Deployment, "k2", containers("k=q.io/s/k:1"), owner));
    assertThat(ours.covers(image("q.io/s/k:1"))).isFalse();
    assertThat(guess(new Hamlet()).covers(image("r.io/g/a"))).as("nothing runs").isFalse();
  }
}

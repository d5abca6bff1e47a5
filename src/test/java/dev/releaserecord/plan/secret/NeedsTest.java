package dev.releaserecord.plan.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.ReleaseReader;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.reference.ContainerEnv;
import dev.releaserecord.rollout.reference.ContainerEnv.Import;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.rollout.reference.References;
import dev.releaserecord.scene.Subject;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is looked up for a record, and no more. */
class NeedsTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  private static Release release(String services) {
    return ReleaseReader.read(
        YAML.unmarshal(
            """
            apiVersion: releaserecord.dev/v1
            kind: ReleaseRecord
            metadata:
              name: core
              namespace: gobee
              uid: uid-core
              generation: 1
              creationTimestamp: "2025-12-31T00:00:00Z"
            spec:
              imagePrefix: r.io/g
              services:
            """
                + services.indent(2),
            ReleaseRecord.class));
  }

  private static Workload workload(String name, References references) {
    return Subject.deployment(name)
        .container(name, "r.io/g/" + name + ":1")
        .refers(references)
        .facts(Instant.EPOCH)
        .workload();
  }

  private static References from(String container, ObjectRef object) {
    return new References(
        List.of(new ContainerEnv(container, List.of(new Import(object, "", false)), List.of())),
        List.of(),
        List.of());
  }

  private static Needs of(Release release, Workload... workloads) {
    return Needs.of(
        release, key -> List.of(workloads).stream().filter(it -> it.key().equals(key)).findFirst());
  }

  @Test
  void aRecordThatNamesNothingNeedsNothing() {
    Release release = release("- {name: users, digest: \"" + DIGEST + "\"}\n");

    assertThat(of(release, workload("users", References.NONE))).isEqualTo(Needs.NONE);
    assertThat(Needs.of(release, _ -> Optional.empty())).isEqualTo(Needs.NONE);
  }

  @Test
  void templatesAndRulesNameWhatIsNeeded() {
    Release release =
        release(
            """
            - name: users
              secrets:
              - {name: users-rds, keys: [A], equals: {A: certs-rds/B}}
            - {name: certs}
            """);

    Needs needs =
        of(
            release,
            workload("users", from("users", ObjectRef.configMap("flags"))),
            workload("certs", from("certs", ObjectRef.secret("certs-rds-7f9k2htb5m"))));
    assertThat(needs.objects())
        .containsExactlyInAnyOrder(
            ObjectRef.configMap("flags"),
            ObjectRef.secret("users-rds"),
            ObjectRef.secret("certs-rds-7f9k2htb5m"));
    assertThat(needs.pulls()).isEmpty();
  }

  @Test
  void aPullSecretComesWithTheImagesOfNowAndOfThen() {
    Release release = release("- {name: users, digest: \"" + DIGEST + "\"}\n");

    Needs needs =
        of(release, workload("users", new References(List.of(), List.of(), List.of("regcred"))));
    assertThat(needs.objects()).containsExactly(ObjectRef.secret("regcred"));
    assertThat(needs.pulls())
        .isEqualTo(Map.of("regcred", Set.of("r.io/g/users:1", "r.io/g/users@" + DIGEST)));
  }
}

package dev.releaserecord.app.init;

import static dev.releaserecord.draft.Hamlet.A;
import static dev.releaserecord.draft.Hamlet.B;
import static dev.releaserecord.draft.Hamlet.containers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.DriftMode;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordSpec;
import dev.releaserecord.api.SecretSpec;
import dev.releaserecord.api.ServiceSpec;
import dev.releaserecord.draft.Draft;
import dev.releaserecord.draft.Hamlet;
import dev.releaserecord.draft.Ours;
import dev.releaserecord.rollout.Kind;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A draft as YAML: what is printed, and that it is read as it was meant. */
class DraftTextTest {

  private static String text(Draft draft) {
    return DraftText.of("gobee", "core", draft, List.of(Ours.guess(GOBEE.inventory()).told()));
  }

  private static ReleaseRecord read(Draft draft) {
    return new KubernetesSerialization().unmarshal(text(draft), ReleaseRecord.class);
  }

  private static final String CORE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/gobee/core/";

  private static final Hamlet GOBEE =
      new Hamlet()
          .workload(
              Kind.Deployment,
              "users",
              """
              containers:
              - name: users
                image: %susers:1.4.0
                env: [{name: P, valueFrom: {secretKeyRef: {name: users-rds-7f9k2htb5m, key: PASS}}}]
              - {name: proxy, image: "envoyproxy/envoy:v1.34.1"}
              """
                  .formatted(CORE))
          .pod("users", CORE + "users:1.4.0", CORE + "users@" + A)
          .deployment("web", CORE + "consumer:2.1")
          .deployment("worker", CORE + "consumer:2.1")
          .workload(Kind.CronJob, "nightly", containers("nightly=" + CORE + "consumer:2.1"))
          .pod("web", CORE + "consumer:2.1", CORE + "consumer@" + A)
          .pod("web", CORE + "consumer:2.1", CORE + "consumer@" + A)
          .pod("worker", CORE + "consumer:2.1", CORE + "consumer@" + B)
          .deployment("certs", CORE + "certs:1.9")
          .deployment("cache", "redis:7")
          .workload(Kind.StatefulSet, "postgres", containers("postgres=postgres:16"))
          .loose("Pod/users-1, ephemeral container sh", "busybox");

  /** The page of the commands shows it as it is. */
  @Test
  void whatIsKnownIsAFieldAndWhatIsNotIsAComment() throws IOException {
    String page = Files.readString(Path.of("docs", "commands.md"));
    String command = "$ operator/bin/release-operator init core\n";
    int start = page.indexOf(command) + command.length();
    assertThat(text(GOBEE.guessed())).isEqualTo(page.substring(start, page.indexOf("```", start)));
  }

  @Test
  void itIsReadAsItWasMeant() {
    ReleaseRecordSpec spec = read(GOBEE.guessed()).getSpec();
    assertThat(spec.hold()).isNotNull();
    assertThat(spec.drift()).isEqualTo(DriftMode.Report);
    assertThat(spec.maxInFlight()).isEqualTo(1);
    assertThat(spec.services())
        .extracting(ServiceSpec::name)
        .containsExactly("certs", "consumer", "users");
    assertThat(spec.services()).extracting(ServiceSpec::digest).containsExactly(null, null, A);
    assertThat(spec.services().get(1).workloads()).hasSize(3);
  }

  /** Whoever may write a workload chooses these texts. */
  @Test
  void noNameOfAnImageBecomesAField() {
    Draft draft =
        new Hamlet()
            .deployment("users", "r.io/g/users:1")
            .workload(
                Kind.Deployment,
                "evil",
                "containers: [{name: evil, image: \"x\\n"
                    + "  drift: Correct\\u2028kind: Other\\u001b[1m\"}]")
            .guessed();
    assertThat(text(draft).lines()).noneMatch(line -> line.strip().startsWith("drift: Correct"));
    assertThat(text(draft).lines().toList().getLast()).startsWith("# - Deployment/evil: ");
    assertThat(text(draft)).doesNotContain("\u2028", "\u001b");
    assertThat(read(draft).getSpec().drift()).isEqualTo(DriftMode.Report);
  }

  @Test
  void namesThatYamlReadsOtherwiseAreInQuotes() {
    Draft draft =
        new Hamlet()
            .deployment("on", "r.io/g/on:1")
            .deployment("x1e3", "r.io/g/123:1")
            .deployment("n", "r.io/g/0x1f:1")
            .guessed();
    List<ServiceSpec> services = read(draft).getSpec().services();
    assertThat(services).extracting(ServiceSpec::name).containsExactly("0x1f", "123", "on");
    assertThat(services.getFirst().workloads().getFirst().name()).isEqualTo("n");
  }

  @Test
  void moreSecretsThanAListTakesShareItsEntries() {
    StringBuilder env = new StringBuilder("containers: [{name: a, image: r.io/g/a:1, envFrom: [");
    for (int i = 0; i < 40; i++) {
      env.append("{secretRef: {name: s-").append(i).append("}}, ");
    }
    Draft draft = new Hamlet().workload(Kind.Deployment, "a", env + "]}]").guessed();
    List<SecretSpec> secrets = read(draft).getSpec().services().getFirst().secrets();
    assertThat(secrets).hasSize(3).allMatch(it -> it.names().size() <= 16);
    assertThat(secrets.stream().mapToInt(it -> it.names().size()).sum()).isEqualTo(40);
  }

  @Test
  void oneDigestForManyWorkloadsIsWrittenOnce() {
    Hamlet hamlet = new Hamlet();
    for (int i = 0; i < 17; i++) {
      hamlet.deployment("w" + i, "r.io/g/app@" + A);
    }
    assertThat(read(hamlet.guessed()).getSpec().services())
        .extracting(ServiceSpec::digestFrom)
        .containsExactly(null, "app");
  }
}

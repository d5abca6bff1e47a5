package dev.releaserecord.bench;

import static org.awaitility.Awaitility.await;

import dev.releaserecord.bench.AuditLog.Request;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What every scenario stands on: the cluster, and the programs that are measured. */
final class Bed implements AutoCloseable {

  /** What the harness itself is called in the audit log. */
  static final String HARNESS = "bench-harness";

  private static final Duration LONG = Duration.ofMinutes(5);

  private final Settings settings;
  private final KubernetesClient client;
  private final List<AutoCloseable> open = new ArrayList<>();

  private Bed(Settings settings, KubernetesClient client) {
    this.settings = settings;
    this.client = client;
  }

  static Bed on(Settings settings) throws IOException {
    Config config =
        new ConfigBuilder(Config.fromKubeconfig(settings.kubeconfig().toFile()))
            .withUserAgent(HARNESS)
            .build();
    Bed bed = new Bed(settings, new KubernetesClientBuilder().withConfig(config).build());
    try (Stream<Path> files = Files.list(settings.root().resolve("crds"))) {
      // Beside them lies a kustomization, which is no object of a cluster.
      for (Path file : files.filter(it -> it.toString().endsWith(".yaml")).toList()) {
        try (InputStream crd = Files.newInputStream(file)) {
          List<HasMetadata> loaded = bed.client.load(crd).serverSideApply();
          bed.client
              .resourceList(loaded)
              .waitUntilCondition(Bed::established, 30, TimeUnit.SECONDS);
        }
      }
    }
    return bed;
  }

  private static boolean established(HasMetadata object) {
    return object instanceof CustomResourceDefinition crd
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Established") && it.getStatus().equals("True"));
  }

  Settings settings() {
    return settings;
  }

  KubernetesClient client() {
    return client;
  }

  void namespace(String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  AuditLog audit() {
    return kept(AuditLog.follow(settings.state().resolve("audit.log")));
  }

  /** The real program, by its launcher. */
  OperatorChild operator(String namespace, String... more) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> command = new ArrayList<>();
    command.add(settings.root().resolve("operator/bin/release-operator").toString());
    command.addAll(List.of("run", "--kubeconfig", settings.kubeconfig().toString()));
    command.addAll(List.of("--namespace", namespace, "--http-port", Integer.toString(port)));
    command.addAll(List.of("--log-format", "text"));
    command.addAll(List.of(more));
    Child child = Child.start(command, settings.out().resolve("operator.log"));
    return kept(new OperatorChild(child, port));
  }

  /** A baseline in the operator's JVM settings, from jars as the operator is. */
  Child raw(Class<?> program, String... arguments) throws IOException {
    return raw(flags(), program, arguments);
  }

  Child raw(List<String> flags, Class<?> program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    Path target = settings.root().resolve("target");
    String jars =
        String.join(
            ":",
            settings.out().resolve("raw.jar").toString(),
            target.resolve("release-operator.jar").toString(),
            target.resolve("lib/*").toString());
    command.addAll(List.of("-cp", jars, program.getName()));
    command.add(settings.kubeconfig().toString());
    command.addAll(List.of(arguments));
    return kept(Child.start(command, settings.out().resolve("raw.log")));
  }

  /** The same file that the launcher reads. */
  List<String> flags() throws IOException {
    return Files.readAllLines(settings.root().resolve("operator/jvm.flags")).stream()
        .map(line -> line.replaceAll("#.*", "").trim())
        .flatMap(line -> Arrays.stream(line.split("\\s+", -1)))
        .filter(flag -> !flag.isEmpty())
        .toList();
  }

  /** Waits until nobody has written anything that matters for a while; returns what was read. */
  static List<Request> awaitQuiet(AuditLog audit, Duration quiet) {
    List<Request> all = new ArrayList<>();
    long[] last = {System.nanoTime()};
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              List<Request> news = audit.read();
              all.addAll(news);
              if (news.stream().anyMatch(it -> it.writes() && !it.resource().equals("leases"))) {
                last[0] = System.nanoTime();
              }
              return System.nanoTime() - last[0] >= quiet.toNanos();
            });
    return all;
  }

  private <T extends AutoCloseable> T kept(T thing) {
    open.add(thing);
    return thing;
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable thing : open.reversed()) {
      thing.close();
    }
    client.close();
  }
}

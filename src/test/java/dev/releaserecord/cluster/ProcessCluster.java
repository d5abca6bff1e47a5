package dev.releaserecord.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The flavours processes and node: a state folder that {@code dev/cluster} fills and clears. */
final class ProcessCluster implements RunningCluster {

  /** A first start may have to build Kubernetes. */
  private static final Duration START = Duration.ofMinutes(30);

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path program;
  private final Optional<String> kubernetes;
  private final Path state;
  private final Flavour flavour;
  private final boolean staysUp;
  private final Clients clients = new Clients();
  private final Map<List<String>, Path> users = new ConcurrentHashMap<>();
  private final Thread lastResort = new Thread(this::down, "cluster-down");

  private ProcessCluster(ClusterSettings settings, Path state, Flavour flavour, boolean staysUp) {
    this.program = settings.program().toAbsolutePath();
    this.kubernetes = settings.kubernetes();
    this.state = state.toAbsolutePath();
    this.flavour = flavour;
    this.staysUp = staysUp;
  }

  /** A cluster of this run alone; what an earlier, killed run left in the folder goes first. */
  static ProcessCluster start(ClusterSettings settings, Path state, Flavour flavour) {
    ProcessCluster cluster = new ProcessCluster(settings, state, flavour, false);
    cluster.down();
    // Before the start: an interrupted run must not leave a cluster behind.
    Runtime.getRuntime().addShutdownHook(cluster.lastResort);
    cluster.up();
    return cluster;
  }

  /** The cluster of a folder that somebody gave, started if need be and left up. */
  static ProcessCluster borrow(ClusterSettings settings, Path state, Flavour flavour) {
    ProcessCluster cluster = new ProcessCluster(settings, state, flavour, true);
    cluster.up();
    return cluster;
  }

  /** The flavour of what runs healthily in a state folder, if something does. */
  static Optional<Flavour> running(ClusterSettings settings, Path state) {
    ProcessCluster probe = new ProcessCluster(settings, state, Flavour.PROCESSES, true);
    CommandResult status = probe.dev(PATIENCE, "status");
    if (status.exitCode() != 0) {
      return Optional.empty();
    }
    return status
        .stdout()
        .lines()
        .filter(line -> line.startsWith("flavour "))
        .map(line -> Flavour.of(line.substring("flavour ".length()).strip()))
        .findFirst();
  }

  private void up() {
    List<String> words = new ArrayList<>(List.of("up", "--flavour", flavour.word()));
    kubernetes.ifPresent(version -> words.addAll(List.of("--kubernetes", version)));
    dev(START, words.toArray(String[]::new)).orThrow("dev/cluster up");
  }

  private void down() {
    dev(PATIENCE, "down").orThrow("dev/cluster down");
  }

  private CommandResult dev(Duration patience, String... arguments) {
    List<String> words = new ArrayList<>(List.of(program.toString()));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--state", state.toString()));
    // With proxies: it fetches sources through them, and drops them itself for all else.
    return new Command(words, patience).run();
  }

  @Override
  public Flavour flavour() {
    return flavour;
  }

  @Override
  public boolean staysUp() {
    return staysUp;
  }

  @Override
  public KubernetesClient client() {
    return clients.of("", _ -> Clients.localConfig(kubeconfig()));
  }

  @Override
  public KubernetesClient clientFor(String user, String... groups) {
    Path file = kubeconfigFor(user, groups);
    return clients.of(user + " " + String.join(" ", groups), _ -> Clients.localConfig(file));
  }

  @Override
  public Path kubeconfig() {
    return state.resolve("kubeconfig");
  }

  @Override
  public Path kubeconfigFor(String user, String... groups) {
    List<String> identity = Stream.concat(Stream.of(user), Stream.of(groups)).toList();
    return users.computeIfAbsent(identity, _ -> sign(user, groups));
  }

  private Path sign(String user, String... groups) {
    List<String> arguments = new ArrayList<>(List.of("user", user));
    for (String group : groups) {
      arguments.addAll(List.of("--group", group));
    }
    CommandResult result = dev(PATIENCE, arguments.toArray(String[]::new));
    result.orThrow("dev/cluster user");
    return Path.of(result.lastLine());
  }

  @Override
  public CommandResult kubectl(Map<String, String> environment, String... arguments) {
    List<String> words = new ArrayList<>(List.of(state.resolve("bin/kubectl").toString()));
    words.addAll(List.of(arguments));
    return new Command(words, PATIENCE).upon(kubeconfig(), environment).runLocally();
  }

  @Override
  public Optional<Path> auditLog() {
    return Optional.of(state.resolve("audit.log"));
  }

  @Override
  public String image(String repository, String seed) {
    return push(repository, "--seed", seed);
  }

  @Override
  public String postgresImage(String repository, String seed) {
    return push(repository, "--seed", seed, "--postgres");
  }

  private String push(String... arguments) {
    if (flavour != Flavour.NODE) {
      throw new UnsupportedOperationException(
          "the flavour " + flavour.word() + " has no registry: annotate the class @NeedsNode");
    }
    CommandResult result =
        dev(
            PATIENCE,
            Stream.concat(Stream.of("image"), Stream.of(arguments)).toArray(String[]::new));
    result.orThrow("dev/cluster image");
    return result.lastLine();
  }

  @Override
  public void close() {
    clients.close();
    if (!staysUp) {
      down();
      Runtime.getRuntime().removeShutdownHook(lastResort);
    }
  }
}

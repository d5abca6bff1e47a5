package dev.releaserecord.bench;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The namespace of one side of the rotations, and how the last one went there. */
final class RotateStage implements AutoCloseable {

  /** Of one record, those that take the same Secret. */
  static final int SERVICES = 50;

  private static final Duration LONG = Duration.ofMinutes(2);

  private final String namespace;
  private final Dependents many;
  private final Dependents single;
  private final RestartWatch watch;
  private int round;

  private RotateStage(Bed bed, String namespace, int first) {
    this.namespace = namespace;
    this.many = new Dependents(bed.client(), namespace, "shared", first, SERVICES);
    this.single = new Dependents(bed.client(), namespace, "single", SERVICES, SERVICES + 1);
    this.watch = new RestartWatch(bed.client(), namespace);
  }

  /** With two records. */
  static RotateStage governed(Bed bed, String namespace) throws InterruptedException {
    RotateStage stage = create(bed, namespace, 0);
    stage.many.record(0);
    stage.single.record(1);
    return stage;
  }

  /** Without the service that the operator restarts before the others. */
  static RotateStage raw(Bed bed, String namespace) throws InterruptedException {
    return create(bed, namespace, 1);
  }

  private static RotateStage create(Bed bed, String namespace, int first)
      throws InterruptedException {
    bed.namespace(namespace);
    RotateStage stage = new RotateStage(bed, namespace, first);
    stage.many.create();
    stage.single.create();
    return stage;
  }

  String namespace() {
    return namespace;
  }

  RestartWatch watch() {
    return watch;
  }

  Dependents many() {
    return many;
  }

  Dependents single() {
    return single;
  }

  /** Writes a new value, and returns at once. */
  void begin(Dependents those) {
    watch.forget();
    round++;
    those.rotate(round);
  }

  /** Waits until the last rotation has reached all. */
  void awaitWell(Dependents those) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> watch.allWell(those.names()));
  }

  /** From the Secret to the last restart. */
  double sinceTheSecret(Dependents those) {
    return millis(watch.writtenAt(those.secret()), lastRestart());
  }

  /**
   * From the moment when the one that was restarted first was well to the last restart.
   *
   * @throws IllegalStateException if another one was restarted before
   */
  double sinceTheFirstWasWell() {
    List<String> order = watch.order();
    long well = watch.wellAt(order.getFirst());
    if (watch.restartedAt(order.get(1)) < well) {
      throw new IllegalStateException(
          order.get(1) + " was restarted before " + order.getFirst() + " was well");
    }
    return millis(well, lastRestart());
  }

  /**
   * From the first restart to the last.
   *
   * @param leaveOut how many come before these
   */
  double patches(int leaveOut) {
    List<String> order = watch.order();
    return millis(watch.restartedAt(order.get(leaveOut)), lastRestart());
  }

  /** To the last restart. */
  double secondsSince(long nanoTime) {
    return (lastRestart() - nanoTime) / 1e9;
  }

  /** How many of the specs were changed at least so often. */
  long changed(Dependents those, Map<String, Long> before, int times) {
    Map<String, Long> now = watch.generations();
    return those.names().stream()
        .filter(name -> now.getOrDefault(name, 0L) - before.getOrDefault(name, 0L) >= times)
        .count();
  }

  private long lastRestart() {
    return watch.restartedAt(watch.order().getLast());
  }

  private static double millis(long from, long to) {
    return (to - from) / 1e6;
  }

  @Override
  public void close() {
    watch.close();
  }
}

package dev.releaserecord.fault.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The door of one operator to the API server: TLS and HTTP/1.1 on both sides. Who knocks must bring
 * the token of {@link #kubeconfig}; the rights are those of the {@link Upstream}.
 */
public final class FaultProxy implements AutoCloseable {

  private final Upstream upstream;
  private final Traffic traffic;
  private final int operator;
  private final ServerSocket door;
  private final String token = UUID.randomUUID().toString();
  private final Path kubeconfig;
  private final Gate gate = new Gate();
  private final Set<Lane> lanes = ConcurrentHashMap.newKeySet();
  private final Set<Lane> watches = ConcurrentHashMap.newKeySet();
  private final Set<String> listed = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final @Nullable String snapshot;

  private FaultProxy(Upstream upstream, Traffic traffic, int operator, @Nullable String snapshot)
      throws IOException {
    this.upstream = upstream;
    this.traffic = traffic;
    this.operator = operator;
    this.snapshot = snapshot;
    this.door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    this.kubeconfig = write();
    Thread.ofVirtual().name("proxy-" + door.getLocalPort()).start(this::listen);
  }

  /** Opens the door for an operator. */
  public static FaultProxy open(Upstream upstream, Traffic traffic, int operator) {
    return open(upstream, traffic, operator, null);
  }

  /**
   * Opens the door for an operator whose first list of each kind is an old one.
   *
   * @param snapshot the resource version as of which they are answered; null for now
   */
  public static FaultProxy open(
      Upstream upstream, Traffic traffic, int operator, @Nullable String snapshot) {
    try {
      return new FaultProxy(upstream, traffic, operator, snapshot);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path write() throws IOException {
    Path file =
        Files.createTempFile(
            "through-proxy",
            ".kubeconfig",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    file.toFile().deleteOnExit();
    return Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: proxy
          cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}
        users:
        - name: proxy
          user: {token: %s}
        contexts:
        - name: proxy
          context: {cluster: proxy, user: proxy}
        current-context: proxy
        """
            .formatted(door.getLocalPort(), Identity.ofThisRun().authority(), token));
  }

  private void listen() {
    while (!door.isClosed()) {
      try {
        Socket plain = door.accept();
        Thread.ofVirtual().start(() -> new Connection(this, plain).serve());
      } catch (IOException e) {
        // The door was closed: the loop ends.
      }
    }
  }

  /** Leads an operator here: a process, or one in this JVM. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** Holds back every watch event for a time; what was held is then shown in its order. */
  public void holdWatches(Duration time) {
    gate.shut();
    CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS).execute(gate::open);
  }

  /** Ends all watches that are open now. */
  public void cutWatches() {
    watches.forEach(Lane::close);
  }

  /** Ends every connection, and opens none again: for the operator's peers it is dead. */
  @Override
  public void close() {
    try {
      closed.countDown();
      door.close();
      lanes.forEach(Lane::close);
      gate.open();
      Files.deleteIfExists(kubeconfig);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it was closed, by a fault or otherwise. */
  public boolean isClosed() {
    return closed.getCount() == 0;
  }

  void pause(Duration time) throws IOException {
    try {
      if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Fault.Cut();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault.Cut();
    }
  }

  /** Keeps a connection in sight, so that it can be ended; refuses where all have been. */
  Lane keep(Lane lane) throws IOException {
    lanes.add(lane);
    if (isClosed()) {
      lane.close();
      throw new Fault.Cut();
    }
    return lane;
  }

  void keepWatch(Lane lane) {
    watches.add(lane);
  }

  void forget(Lane lane) {
    lanes.remove(lane);
    watches.remove(lane);
    lane.close();
  }

  /** The resource version as of which this list is to be answered, null for now. */
  @Nullable String snapshotFor(String path) {
    return snapshot != null && listed.add(path) ? snapshot : null;
  }

  boolean knows(String authorization) {
    return authorization.equals("Bearer " + token);
  }

  Gate gate() {
    return gate;
  }

  Upstream upstream() {
    return upstream;
  }

  Traffic traffic() {
    return traffic;
  }

  int operator() {
    return operator;
  }
}

package dev.releaserecord.check.registry;

import dev.releaserecord.check.http.LocalAddresses;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Which hosts are talked to, and how. Whoever may write a record chooses the host: so it must not
 * be a door to what only the operator's own pod or its machine can reach.
 *
 * <p>An address is looked at just before it is used; the JVM keeps what a name resolved to for
 * longer than that (30 s), so that both are the same.
 */
final class Hosts {

  private static final int LOOKUPS = 8;
  private static final int SHOWN = 100;

  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_HOST = "registry-1.docker.io";

  private final Set<String> plainHttp;
  private final boolean loopback;

  /** A resolver that does not answer cannot be interrupted, and would hold a virtual thread's. */
  private final ThreadPoolExecutor lookups =
      new ThreadPoolExecutor(
          LOOKUPS,
          LOOKUPS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("registry-names-", 0).factory());

  /**
   * @param plainHttp hosts, with their port where it is not 80, that are spoken to without TLS and
   *     that may be on the loopback address
   */
  Hosts(Set<String> plainHttp) {
    this(plainHttp, false);
  }

  /**
   * @param loopback whether all may be there
   */
  Hosts(Set<String> plainHttp, boolean loopback) {
    this.plainHttp = Set.copyOf(plainHttp);
    this.loopback = loopback;
    lookups.allowCoreThreadTimeOut(true);
  }

  /** Where a registry's API is, by the domain of its images. */
  URI base(String domain) {
    String host = domain.equals(DOCKER_HUB) ? DOCKER_HUB_HOST : domain;
    return URI.create((plain(host) ? "http://" : "https://") + host);
  }

  private boolean plain(String host) {
    return plainHttp.contains(host.toLowerCase(Locale.ROOT));
  }

  /** Why a URI is not to be asked, as a clause that goes on from its host; empty where it may. */
  Optional<String> refusal(URI uri, long nanos) throws InterruptedException {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || uri.getUserInfo() != null) {
      return Optional.of("is no address of a server");
    }
    boolean listed = plain(uri.getRawAuthority());
    if (!scheme.equals("https") && !(scheme.equals("http") && listed)) {
      return Optional.of("is spoken to with TLS only");
    }
    Future<InetAddress[]> found = lookups.submit(() -> InetAddress.getAllByName(uri.getHost()));
    try {
      return Arrays.stream(found.get(nanos, TimeUnit.NANOSECONDS))
          .flatMap(address -> refusal(address, listed || loopback).stream())
          .findFirst();
    } catch (ExecutionException | TimeoutException _) {
      return Optional.of("has a name that cannot be resolved");
    } finally {
      found.cancel(true);
    }
  }

  static Optional<String> refusal(InetAddress address, boolean loopbackAllowed) {
    InetAddress real = LocalAddresses.inner(address);
    if (LocalAddresses.contain(real)) {
      return Optional.of("is at a link-local or metadata address, where no registry is asked");
    }
    if (real.isAnyLocalAddress() || real.isMulticastAddress()) {
      return Optional.of("is at an address that belongs to no server");
    }
    return real.isLoopbackAddress() && !loopbackAllowed
        ? Optional.of(
            "is at a loopback address, which is another on each node and in the operator's pod")
        : Optional.empty();
  }

  /** The host, for a message; whoever answers may have made it up. */
  static String name(URI uri) {
    String host = String.valueOf(uri.getHost());
    return host.length() <= SHOWN ? host : host.substring(0, SHOWN) + "…";
  }

  void close() {
    lookups.shutdownNow();
  }

  /** Whether both are the same scheme, host and port: what is for the one may go to the other. */
  static boolean sameOrigin(URI one, URI other) {
    return origin(one).equals(origin(other));
  }

  private static List<Object> origin(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return List.of(scheme, String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT), port);
  }
}

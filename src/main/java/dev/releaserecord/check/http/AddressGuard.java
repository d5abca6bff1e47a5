package dev.releaserecord.check.http;

import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds the address of a host, and refuses those behind which machines hand out credentials: a
 * record must not make the operator fetch its node's. What it gives is what is connected to, so a
 * name that answers otherwise the second time gains nothing.
 */
public final class AddressGuard {

  /** The resolver of the system cannot be interrupted. */
  private static final ExecutorService RESOLVER =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("resolve-", 0).factory());

  private final boolean linkLocalAllowed;

  /**
   * @param linkLocalAllowed whether link-local and metadata addresses may be asked
   */
  public AddressGuard(boolean linkLocalAllowed) {
    this.linkLocalAllowed = linkLocalAllowed;
  }

  /** The first address that may be asked. */
  InetAddress resolve(String host, Deadline deadline) throws NotAsked, InterruptedException {
    List<String> refused = new ArrayList<>();
    for (InetAddress address : all(host, deadline)) {
      if (allowed(address)) {
        return address;
      }
      refused.add(address.getHostAddress());
    }
    throw new NotAsked(
        host
            + (refused.contains(host) ? "" : " is " + String.join(", ", refused) + ", which")
            + " may not be asked: link-local and metadata addresses are refused without"
            + " --check-link-local=allow");
  }

  private static InetAddress[] all(String host, Deadline deadline)
      throws NotAsked, InterruptedException {
    Future<InetAddress[]> found = RESOLVER.submit(() -> InetAddress.getAllByName(host));
    try {
      return found.get(deadline.millis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | SocketTimeoutException e) {
      throw new NotAsked("DNS did not answer for " + host + " in time", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException) {
        throw new NotAsked("DNS does not know " + host, e);
      }
      throw new NotAsked("DNS failed for " + host, e);
    }
  }

  private boolean allowed(InetAddress address) {
    if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
      return false;
    }
    return linkLocalAllowed || !LocalAddresses.contain(address);
  }
}

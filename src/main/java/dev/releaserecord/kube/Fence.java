package dev.releaserecord.kube;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Turns back the writes of a process that may not write any more. Whoever writes asks first; but
 * the client sends a request again that was not answered in time, and a process that was frozen
 * meanwhile would write what the leader of now has long replaced.
 *
 * <p>Such a request asks for an answer that no API server can give: it is refused with 406 before
 * anything is done, as one that failed for the moment. Leases are everybody's.
 */
public final class Fence implements Interceptor {

  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");
  private static final String LEASES = "/apis/coordination.k8s.io/";
  private static final String NO_ANSWER = "application/vnd.releaserecord.dev.not-leading";

  private volatile BooleanSupplier open = () -> true;

  /**
   * @param mayWrite asked before every attempt of every write from now on
   */
  public void ask(BooleanSupplier mayWrite) {
    open = mayWrite;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (WRITES.contains(request.method())
        && !request.uri().getPath().contains(LEASES)
        && !open.getAsBoolean()) {
      builder.setHeader("Accept", NO_ANSWER);
    }
  }
}

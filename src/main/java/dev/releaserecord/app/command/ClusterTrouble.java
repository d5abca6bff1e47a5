package dev.releaserecord.app.command;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Turns what the API server or the network said at start into one sentence with a next step. */
public final class ClusterTrouble {

  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "User \"(?<user>[^\"]*)\" cannot (?<verb>\\S+) resource \"(?<resource>[^\"]+)\""
              + "(?: in API group \"(?<group>[^\"]*)\")?"
              + "(?: in the namespace \"(?<namespace>[^\"]+)\")?");

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN_CODE = 403;
  private static final int NOT_FOUND = 404;

  private ClusterTrouble() {}

  /**
   * One sentence, or empty if the error does not come from the cluster.
   *
   * @param server address of the API server
   */
  public static Optional<String> sentence(Throwable error, String server) {
    return causes(error)
        .filter(KubernetesClientException.class::isInstance)
        .map(KubernetesClientException.class::cast)
        // The outermost often wraps one that knows the code.
        .reduce((outer, inner) -> inner.getCode() > 0 ? inner : outer)
        .map(found -> sentence(found, server));
  }

  private static String sentence(KubernetesClientException error, String server) {
    // The client has -1 as well as 0 for a request that got no answer.
    return switch (Math.max(0, error.getCode())) {
      case UNAUTHORIZED ->
          "The API server at %s does not know these credentials: log in again, or name another kubeconfig or context."
              .formatted(server);
      case FORBIDDEN_CODE -> forbidden(error, server);
      case NOT_FOUND ->
          "The cluster at %s does not know ReleaseRecords: install them with `kubectl apply --server-side -f crds/`, then start again."
              .formatted(server);
      case 0 ->
          "The API server at %s cannot be reached (%s): check that it runs, and that --kubeconfig and --context name the right cluster."
              .formatted(server, network(error));
      default ->
          "The API server at %s answers with status %d: wait until `kubectl get --raw /readyz` says ok, then start again."
              .formatted(server, error.getCode());
    };
  }

  private static String forbidden(KubernetesClientException error, String server) {
    Matcher said = FORBIDDEN.matcher(String.valueOf(error.getMessage()));
    if (!said.find()) {
      return "The API server at %s refuses these credentials: log in again, or grant the rights that docs/security.md lists, then start again."
          .formatted(server);
    }
    String group = said.group("group");
    String namespace = said.group("namespace");
    return "%s may not %s %s%s: grant it there (docs/security.md says what each right is for), then start again."
        .formatted(
            said.group("user"),
            said.group("verb"),
            group == null || group.isEmpty()
                ? said.group("resource")
                : said.group("resource") + "." + group,
            namespace == null ? " in the cluster" : " in namespace " + namespace);
  }

  private static String network(Throwable error) {
    return causes(error)
        .map(ClusterTrouble::known)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> last(error).getClass().getSimpleName());
  }

  private static Optional<String> known(Throwable error) {
    return Optional.ofNullable(
        switch (error) {
          case UnknownHostException _ -> "its name is not known";
          case UnresolvedAddressException _ -> "its name is not known";
          case SSLException _ -> "its certificate is not the one that the kubeconfig trusts";
          case HttpTimeoutException _ -> "no answer in time";
          case TimeoutException _ -> "no answer in time";
          // The JDK's client says no more than this of a port that nobody listens on.
          case ClosedChannelException _ -> "connection refused";
          default -> null;
        });
  }

  private static Stream<Throwable> causes(Throwable error) {
    return Stream.iterate(error, Objects::nonNull, Throwable::getCause);
  }

  private static Throwable last(Throwable error) {
    return causes(error).reduce((outer, inner) -> inner).orElse(error);
  }
}

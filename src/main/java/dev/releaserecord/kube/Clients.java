package dev.releaserecord.kube;

import dev.releaserecord.kube.socket.LiveClientFactory;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.TokenRefreshInterceptor;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the one client of the process, with what its defaults get wrong for an operator. */
public final class Clients {

  /**
   * The client's default is ten, which blocks a thread for 22 s: the operator's own retry knows
   * more. Two cover an API server that closes an idle connection.
   */
  private static final int RETRIES = 2;

  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  /** The client's own, which comes with TRACE: no setting may print the values of Secrets. */
  private static final String PRINTS_BODIES = "HttpLogging";

  private Clients() {}

  /**
   * Finds the cluster: the given kubeconfig, else the files of {@code KUBECONFIG}, else {@code
   * ~/.kube/config}, else the service account of the pod.
   *
   * @param kubeconfig path of a kubeconfig, null to look in the usual places
   * @param context name of a context in it, null for its current one
   * @throws IllegalArgumentException with one plain sentence, if the file or the context is not
   *     there or cannot be read
   */
  public static Config config(@Nullable Path kubeconfig, @Nullable String context) {
    Config found = kubeconfig == null ? automatic(context) : fromFile(kubeconfig, context);
    requireContext(found, context);
    return found;
  }

  /**
   * Connects to the cluster of a configuration.
   *
   * @param version the operator's own version, told to the API server in the user agent
   */
  public static KubernetesClient connect(Config config, String version) {
    return connect(config, version, new Fence());
  }

  /**
   * The same for a process that leads at some times and not at others.
   *
   * @param fence asked before every write
   */
  public static KubernetesClient connect(Config config, String version, Fence fence) {
    return connect(config, version, new LiveClientFactory(), fence);
  }

  /**
   * The same for somebody who looks once: informers list and are in sync, and no watch is opened.
   */
  public static KubernetesClient connectToLook(Config config, String version) {
    return connect(config, version, LiveClientFactory.silent(), new Fence());
  }

  private static KubernetesClient connect(
      Config config, String version, LiveClientFactory sockets, Fence fence) {
    Config tuned =
        new ConfigBuilder(config)
            .withUserAgent("release-operator/" + version)
            .withRequestRetryBackoffLimit(RETRIES)
            .withConnectionTimeout(CONNECT_TIMEOUT_MILLIS)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(tuned)
        .withKubernetesSerialization(new DiscreetSerialization())
        .withHttpClientFactory(sockets)
        .withHttpClientBuilderConsumer(builder -> intercept(tuned, builder, fence))
        .build();
  }

  private static void intercept(Config config, HttpClient.Builder builder, Fence fence) {
    builder
        .addOrReplaceInterceptor("metadata-answers", new MetadataAnswers())
        .addOrReplaceInterceptor("fence", fence)
        .addOrReplaceInterceptor(PRINTS_BODIES, null);
    if (byCertificateAlone(config)) {
      builder.addOrReplaceInterceptor(TokenRefreshInterceptor.NAME, null);
    }
  }

  /**
   * Whether there is no token to be renewed: the client looks for one in the kubeconfig once a
   * minute, and where it finds none, anew with every request.
   */
  static boolean byCertificateAlone(Config config) {
    return (config.getClientCertData() != null || config.getClientCertFile() != null)
        && config.getOauthTokenProvider() == null
        && config.getOauthToken() == null
        && config.getAutoOAuthToken() == null
        && config.getAuthProvider() == null
        && config.getUsername() == null;
  }

  private static Config automatic(@Nullable String context) {
    String listed = System.getenv("KUBECONFIG");
    if (listed != null && !listed.isBlank()) {
      List<Path> files =
          Pattern.compile(Pattern.quote(File.pathSeparator))
              .splitAsStream(listed)
              .filter(file -> !file.isBlank())
              .map(Path::of)
              .toList();
      if (files.stream().noneMatch(Files::isReadable)) {
        throw new IllegalArgumentException(
            "KUBECONFIG names %s, which cannot be read: set it to a readable kubeconfig, or unset it."
                .formatted(listed));
      }
    }
    Config found = parsed("The kubeconfig", () -> Config.autoConfigure(context));
    // Without any of them the client invents an address that no machine outside a cluster knows.
    if (contexts(found).isEmpty() && System.getenv("KUBERNETES_SERVICE_HOST") == null) {
      throw new IllegalArgumentException(
          "No cluster was found: name a kubeconfig with --kubeconfig or KUBECONFIG.");
    }
    return found;
  }

  private static Config fromFile(Path kubeconfig, @Nullable String context) {
    if (!Files.isReadable(kubeconfig)) {
      throw new IllegalArgumentException(
          "The kubeconfig %s cannot be read: name a readable file with --kubeconfig."
              .formatted(kubeconfig));
    }
    return parsed(
        "The kubeconfig " + kubeconfig, () -> Config.fromKubeconfig(context, kubeconfig.toFile()));
  }

  /** The client tells a file that is no kubeconfig by whatever its YAML reader throws. */
  private static Config parsed(String what, Supplier<Config> reader) {
    try {
      return reader.get();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "%s is not one that can be used (%s): try it with `kubectl --kubeconfig`."
              .formatted(what, firstLine(e.getMessage())),
          e);
    }
  }

  private static List<NamedContext> contexts(Config config) {
    return config.getContexts() == null ? List.of() : config.getContexts();
  }

  private static void requireContext(Config config, @Nullable String context) {
    if (context == null) {
      return;
    }
    List<String> known = contexts(config).stream().map(NamedContext::getName).sorted().toList();
    if (!known.contains(context)) {
      throw new IllegalArgumentException(
          known.isEmpty()
              ? "There is no context \"%s\", because no kubeconfig was found: name one with --kubeconfig."
                  .formatted(context)
              : "The kubeconfig has no context \"%s\": name one of %s with --context."
                  .formatted(context, String.join(", ", known)));
    }
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "no reason given" : text.lines().findFirst().orElse("no reason given");
  }

  /**
   * Asks for the metadata alone in answer to a patch of a workload or of a record's status: the
   * informer brings the object anyway, and hundreds of whole objects in a burst are what a small
   * heap cannot take.
   */
  static final class MetadataAnswers implements Interceptor {

    private static final String METADATA =
        "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    private static final Pattern COMES_ANYWAY =
        Pattern.compile(
            ".*/apis/(apps/v1/namespaces/[^/]+/(deployments|statefulsets|daemonsets)/[^/]+"
                + "|batch/v1/namespaces/[^/]+/cronjobs/[^/]+"
                + "|releaserecord.dev/v1/namespaces/[^/]+/releaserecords/[^/]+/status)");

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (appliesTo(request.method(), request.uri().getPath())) {
        builder.setHeader("Accept", METADATA);
      }
    }

    static boolean appliesTo(String method, String path) {
      return method.equals("PATCH") && COMES_ANYWAY.matcher(path).matches();
    }
  }
}

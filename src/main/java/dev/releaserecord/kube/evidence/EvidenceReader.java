package dev.releaserecord.kube.evidence;

import dev.releaserecord.api.Evidence;
import dev.releaserecord.kube.ApiFailure;
import dev.releaserecord.plan.action.EvidenceTaken;
import dev.releaserecord.plan.action.EvidenceWanted;
import dev.releaserecord.plan.action.EvidenceWanted.PlainKey;
import dev.releaserecord.rollout.Termination;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the evidence of one container: its pod, the Secrets of that, its log. */
final class EvidenceReader {

  private static final int LINES = 20;
  private static final int LOG_BYTES = 2048;
  private static final int MESSAGE_BYTES = 1024;

  /** What the kubelet keeps of a log that stands in for a termination message, nearly: its end. */
  private static final int KUBELET_TAIL = 2000;

  /** What it keeps of the file of such a message: its end too, wherever in a line that begins. */
  private static final int KUBELET_FILE = 4096;

  /** From its second crash on, a container is started again after ten seconds and more. */
  private static final int ATTEMPTS = 3;

  private static final String LOG_GONE = "the log of that run is gone";

  private static final String NOTHING_SHOWN =
      " (nothing of it is shown, for nothing could be redacted)";

  private static final String GRANT = ": grant it to see what containers wrote";

  /** What the kubelet answers with code 200 where the runtime has removed the file. */
  private static final Pattern REMOVED =
      Pattern.compile(
          "\\s*(unable to retrieve container logs for|failed to try resolving symlinks)\\b.*",
          Pattern.DOTALL);

  private final KubernetesClient client;
  private final String namespace;
  private final EvidenceWanted wanted;
  private volatile @Nullable String message;
  private volatile Termination end;
  private String reading = "pods";

  EvidenceReader(KubernetesClient client, String namespace, EvidenceWanted wanted) {
    this.client = client;
    this.namespace = namespace;
    this.wanted = wanted;
    this.end = wanted.end();
  }

  /** What is read counts only if the run is still where it was: a restart moves its log. */
  EvidenceTaken read() throws IOException, InterruptedException {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        message = null;
        reading = "pods";
        Pod pod = pod();
        if (pod == null) {
          return soFar("pod " + wanted.pod().name() + " is gone, and its log with it");
        }
        Optional<EvidenceTaken> taken = of(pod);
        if (taken.isPresent()) {
          return taken.get();
        }
      }
      return soFar("it was started again while its log was read");
    } catch (KubernetesClientException e) {
      boolean gone = e.getCode() == 400 || e.getCode() == 404;
      return soFar(
          gone && reading.equals("pods/log")
              ? LOG_GONE
              : trouble(reading, e) + (reading.equals("secrets") ? NOTHING_SHOWN : ""));
    }
  }

  /** Nothing where the container was started again meanwhile. */
  private Optional<EvidenceTaken> of(Pod pod) throws IOException, InterruptedException {
    LastRun run = LastRun.of(pod, wanted).orElse(null);
    if (run == null) {
      return Optional.of(soFar(LOG_GONE));
    }
    end = run.termination();
    reading = "secrets";
    Map<String, Secret> secrets = secrets(pod);
    Optional<String> unknown = unknown(run, pod, secrets);
    if (unknown.isPresent()) {
      return Optional.of(soFar(unknown.get() + NOTHING_SHOWN));
    }
    Redaction redaction = redaction(secrets);
    message = message(pod, redaction);
    reading = "pods/log";
    String raw = Window.lastOf(() -> open(run.previous()));
    Pod after = pod();
    if (after == null || LastRun.of(after, wanted).filter(run::equals).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        REMOVED.matcher(raw).matches()
            ? soFar(LOG_GONE)
            : taken(Window.tail(redaction.of(raw), LOG_BYTES), null));
  }

  /** Which value the run may have seen that nobody can know. */
  private Optional<String> unknown(LastRun run, Pod pod, Map<String, Secret> secrets) {
    Optional<String> gone =
        SecretNames.needed(pod, wanted.container()).stream()
            .filter(name -> !secrets.containsKey(name))
            .sorted()
            .findFirst()
            .map(name -> "the Secret " + name + " is gone, which it was started with");
    return gone.or(
        () ->
            Rotations.since(run.began(), pod, wanted.container(), secrets)
                .map(
                    name ->
                        "the Secret "
                            + name
                            + " may have changed since it was started, and what it held then is"
                            + " not known"));
  }

  /** What is known without whatever has not been read. */
  EvidenceTaken soFar(String trouble) {
    return taken(null, trouble);
  }

  private EvidenceTaken taken(@Nullable String log, @Nullable String trouble) {
    Termination of = end;
    int signal = of.effectiveSignal();
    Evidence evidence =
        new Evidence(
            wanted.pod().name(),
            wanted.container(),
            of.exitCode(),
            signal == 0 ? null : signal,
            of.reason().isEmpty() ? null : of.reason(),
            message,
            log);
    return new EvidenceTaken(wanted, evidence, trouble);
  }

  private String trouble(String resource, KubernetesClientException e) {
    return switch (ApiFailure.of(e)) {
      case ApiFailure.Forbidden _ ->
          EvidenceTaken.MAY_NOT
              + "get "
              + resource
              + " in namespace "
              + namespace
              + GRANT
              + "; everything else works without";
      case ApiFailure failure -> "could not get " + resource + ": " + failure.message();
    };
  }

  /** Null where it has gone; another one of the same name is not it. */
  private @Nullable Pod pod() {
    Pod pod = client.pods().inNamespace(namespace).withName(wanted.pod().name()).get();
    return pod != null && wanted.pod().uid().equals(pod.getMetadata().getUid()) ? pod : null;
  }

  private Map<String, Secret> secrets(Pod pod) {
    Map<String, Secret> found = new HashMap<>();
    for (String name : SecretNames.of(pod)) {
      Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
      if (secret != null) {
        found.put(name, secret);
      }
    }
    return found;
  }

  private Redaction redaction(Map<String, Secret> secrets) {
    List<byte[]> values = new ArrayList<>();
    secrets.forEach(
        (name, secret) -> {
          if (secret.getData() != null) {
            secret
                .getData()
                .forEach(
                    (key, value) -> {
                      if (value != null && !plain(name, key)) {
                        values.add(Base64.getDecoder().decode(value));
                      }
                    });
          }
        });
    return new Redaction(values);
  }

  private boolean plain(String secret, String key) {
    return wanted.plain().stream()
        .filter(it -> it.key().equals(key))
        .map(PlainKey::secret)
        .anyMatch(declared -> SecretNames.isOf(declared, secret));
  }

  private @Nullable String message(Pod pod, Redaction redaction) {
    String raw = end.message();
    if (raw.isBlank()) {
      return null;
    }
    boolean log = logStandsIn(pod);
    boolean cut =
        raw.getBytes(StandardCharsets.UTF_8).length >= (log ? KUBELET_TAIL : KUBELET_FILE);
    String redacted = redaction.of(cut ? Window.withoutFirstLine(raw) : raw);
    return log ? Window.tail(redacted, MESSAGE_BYTES) : Window.head(redacted, MESSAGE_BYTES);
  }

  private boolean logStandsIn(Pod pod) {
    return Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .filter(container -> wanted.container().equals(container.getName()))
        .map(Container::getTerminationMessagePolicy)
        .anyMatch("FallbackToLogsOnError"::equals);
  }

  /** Asked for by hand: the client's own way begins with a watch for the pod to become ready. */
  private InputStream open(boolean previous) throws InterruptedException {
    String path =
        "api/v1/namespaces/%s/pods/%s/log?container=%s%s&tailLines=%d"
            .formatted(
                namespace,
                wanted.pod().name(),
                wanted.container(),
                previous ? "&previous=true" : "",
                LINES);
    HttpClient http = client.getHttpClient();
    HttpRequest request =
        http.newHttpRequestBuilder().uri(URI.create(client.getMasterUrl() + path)).build();
    try {
      HttpResponse<InputStream> response = http.sendAsync(request, InputStream.class).get();
      if (!response.isSuccessful()) {
        response.body().close();
        throw new KubernetesClientException("no log", response.code(), null);
      }
      return response.body();
    } catch (ExecutionException | IOException e) {
      throw new KubernetesClientException("no log", e);
    }
  }
}

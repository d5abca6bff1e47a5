package dev.releaserecord.app.plan;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.controller.PullSecrets;
import dev.releaserecord.kube.Trial;
import dev.releaserecord.kube.cache.ClusterCache;
import dev.releaserecord.kube.cache.Observer;
import dev.releaserecord.kube.cache.SecretScope;
import dev.releaserecord.kube.secret.FactReader;
import dev.releaserecord.kube.secret.Fingerprints;
import dev.releaserecord.kube.secret.KeyStore;
import dev.releaserecord.kube.secret.PullKeyrings;
import dev.releaserecord.kube.write.RecordGuard;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.Planner;
import dev.releaserecord.plan.pull.Pull;
import dev.releaserecord.preview.Preview;
import dev.releaserecord.preview.PreviewProjector;
import dev.releaserecord.rollout.WorkloadKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One look at the cluster: the caches of the operator are filled once, and asked once. */
final class Look {

  private static final String NOT_COMPARED =
      "Whether Secrets changed since the pods were started is not known: that takes the right to"
          + " get Secret "
          + KeyStore.NAME
          + " of the operator, in the namespace of the record.";

  private static final String NOT_ASKED =
      "Registries were not asked (--registries=skip): what they say only the operator learns.";

  private final KubernetesClient client;
  private final Asking asking;
  private final Clock clock;

  /**
   * @param client one that opens no watches
   */
  Look(KubernetesClient client, Asking asking, Clock clock) {
    this.client = client;
    this.asking = asking;
    this.clock = clock;
  }

  /**
   * Whether and how registries are asked.
   *
   * @param plainHttp those that are spoken to without TLS
   */
  record Asking(boolean registries, Set<String> plainHttp) {}

  /** A record that somebody wants to apply. */
  record Asked(String namespace, String name, Map<String, Object> body) {}

  /**
   * @throws UsageException if the API server refuses one
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the cluster cannot be used
   */
  List<Preview> previews(List<Asked> asked) throws InterruptedException {
    Set<String> namespaces = new LinkedHashSet<>(asked.stream().map(Asked::namespace).toList());
    Map<String, Map<String, ReleaseRecord>> live = new HashMap<>();
    namespaces.forEach(namespace -> live.put(namespace, live(namespace)));
    List<Candidate> candidates = new ArrayList<>();
    for (Asked one : asked) {
      Map<String, ReleaseRecord> there = Objects.requireNonNull(live.get(one.namespace));
      Candidate candidate = candidate(one, there);
      there.put(one.name, candidate.record());
      candidates.add(candidate);
    }
    return previews(namespaces, live, candidates);
  }

  private List<Preview> previews(
      Set<String> namespaces,
      Map<String, Map<String, ReleaseRecord>> live,
      List<Candidate> candidates)
      throws InterruptedException {
    Optional<Fingerprints> key =
        namespaces.stream().flatMap(it -> KeyStore.find(client, it).stream()).findFirst();
    Fingerprints fingerprints = key.orElseGet(Fingerprints::fresh);
    ClusterCache cache =
        new ClusterCache(
            client, namespaces, new FactReader(fingerprints), SecretScope.BY_NAME, (_, _, _) -> {});
    PullSecrets secrets = new PullSecrets(new PullKeyrings(client, fingerprints));
    try (Registries registries = new Registries(secrets, asking.plainHttp, clock)) {
      cache.start();
      Observer observer =
          new Observer(
              cache,
              (namespace, workload) -> named(live, namespace, workload),
              registries::replies);
      List<Preview> previews = new ArrayList<>();
      for (Candidate candidate : asked(observer, registries, candidates)) {
        boolean compared = key.isPresent() || !remembersValues(candidate);
        previews.add(preview(cache, observer, compared ? candidate : candidate.with(NOT_COMPARED)));
      }
      return previews;
    } finally {
      cache.stop();
    }
  }

  /** Returns when registries have said of all of them what a plan wants to know. */
  private List<Candidate> asked(
      Observer observer, Registries registries, List<Candidate> candidates)
      throws InterruptedException {
    List<Candidate> all = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Observation observation = observe(observer, candidate);
      List<Pull> pulls = Planner.plan(observation).work().pulls();
      boolean skipped = !pulls.isEmpty() && !asking.registries;
      all.add(skipped ? candidate.with(NOT_ASKED) : candidate);
      if (asking.registries) {
        registries.ask(observation.release().id(), pulls);
      }
    }
    registries.await();
    return all;
  }

  private Map<String, ReleaseRecord> live(String namespace) {
    Map<String, ReleaseRecord> byName = new HashMap<>();
    client
        .resources(ReleaseRecord.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(record -> byName.put(record.getMetadata().getName(), record));
    return byName;
  }

  private Candidate candidate(Asked asked, Map<String, ReleaseRecord> live)
      throws InterruptedException {
    return switch (new Trial(client).of(asked.namespace, asked.body)) {
      case Trial.Accepted(ReleaseRecord record, boolean applied) ->
          new Candidate(record, applied, List.of());
      case Trial.Unjudged(String right) ->
          Candidate.unjudged(
              new Candidate.Draft(asked.namespace, asked.name, asked.body),
              live.get(asked.name),
              right,
              clock.instant(),
              client.getKubernetesSerialization());
      case Trial.Refused(List<String> why) ->
          throw new UsageException(
              "The API server refuses ReleaseRecord "
                  + asked.name
                  + ":\n  "
                  + String.join("\n  ", why));
    };
  }

  private Preview preview(ClusterCache cache, Observer observer, Candidate candidate) {
    Observation observation = observe(observer, candidate);
    return PreviewProjector.of(
        observation,
        Planner.plan(observation),
        new PreviewProjector.Circumstances(
            candidate.applied(),
            // Only now: which Secrets are needed turns out while it is looked at.
            cache.missingRights(candidate.record().getMetadata().getNamespace()),
            candidate.notes()));
  }

  private Observation observe(Observer observer, Candidate candidate) {
    ReleaseRecord record = candidate.record();
    return observer.observe(
        record, status(record), true, RecordGuard.stands(record), List.of(), clock.instant());
  }

  private static ReleaseRecordStatus status(ReleaseRecord record) {
    return Objects.requireNonNullElse(record.getStatus(), ReleaseRecordStatus.EMPTY);
  }

  private static boolean remembersValues(Candidate candidate) {
    return status(candidate.record()).services().stream()
        .map(ServiceStatus::workloads)
        .flatMap(List::stream)
        .anyMatch(workload -> workload.secrets() != null);
  }

  private static List<ReleaseRecord> named(
      Map<String, Map<String, ReleaseRecord>> records, String namespace, WorkloadKey workload) {
    return records.getOrDefault(namespace, Map.of()).values().stream()
        .filter(record -> Candidate.names(record, workload))
        .toList();
  }
}

package dev.releaserecord.controller;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.check.CheckRunner;
import dev.releaserecord.check.registry.RegistryAsker;
import dev.releaserecord.kube.cache.ClusterCache;
import dev.releaserecord.kube.cache.Observer;
import dev.releaserecord.kube.evidence.EvidenceTaker;
import dev.releaserecord.kube.secret.FactReader;
import dev.releaserecord.kube.secret.PullKeyrings;
import dev.releaserecord.kube.write.EventWriter;
import dev.releaserecord.kube.write.Executor;
import dev.releaserecord.kube.write.HistoryWriter;
import dev.releaserecord.kube.write.JobWriter;
import dev.releaserecord.kube.write.RecordGuard;
import dev.releaserecord.kube.write.StatusWriter;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the parts together once the SDK has made its cache of records. */
final class Wiring {

  private final OperatorContext operator;
  private final Arrivals arrivals;
  private final FirstLook firstLook;
  private @Nullable Parts parts;

  private record Parts(
      Claims claims,
      ClusterCache cache,
      WorkloadEventSource source,
      List<AutoCloseable> writers,
      List<Consumer<String>> forgetful,
      ReleasePass pass) {}

  Wiring(OperatorContext operator) {
    this.operator = operator;
    this.arrivals = new Arrivals(operator.clock());
    this.firstLook = new FirstLook(operator.client());
  }

  WorkloadEventSource connect(IndexerResourceCache<ReleaseRecord> records) {
    Claims claims = Claims.over(records);
    List<Consumer<String>> forgetful = new ArrayList<>();
    Publisher publisher = publisher();
    WorkloadEventSource source =
        new WorkloadEventSource(
            claims,
            arrivals,
            operator.tuning().gather(),
            record -> {
              forgetful.forEach(it -> it.accept(record.getMetadata().getUid()));
              forget(ResourceID.fromResource(record));
            });
    ClusterCache cache =
        new ClusterCache(
            operator.client(),
            operator.namespaces(),
            new FactReader(operator.tuning().fingerprints()),
            operator.tuning().secrets(),
            source);
    source.attach(cache);
    RegistryAsker registries = registries(claims, source);
    Observer observer = new Observer(cache, claims::of, registries::replies);
    Executor executor =
        new Executor(operator.client(), cache, operator.leadership()::mayWrite, operator.clock());
    EvidenceTaker evidence = new EvidenceTaker(operator.client());
    CheckRunner checks =
        new CheckRunner(
            operator.client(),
            new JobWriter(operator.client(), operator.leadership()::mayWrite),
            evidence,
            operator.tuning().linkLocal(),
            operator.clock());
    RecordGuard guard = new RecordGuard(operator.client(), operator.leadership()::mayWrite);
    ReleasePass pass =
        new ReleasePass(
            observer,
            new ReleasePass.Writers(
                executor,
                evidence,
                checks,
                publisher,
                guard,
                registries,
                new HistoryWriter(
                    operator.client(), cache, operator.leadership()::mayWrite, operator.clock())),
            operator.metrics(),
            operator.clock(),
            record -> source.wake(ResourceID.fromResource(record)));
    forgetful.add(observer::forget);
    forgetful.add(publisher::forget);
    forgetful.add(pass::forget);
    forgetful.add(firstLook::forget);
    forgetful.add(guard::forget);
    parts =
        new Parts(
            claims,
            cache,
            source,
            List.of(checks, executor, publisher, registries),
            forgetful,
            pass);
    return source;
  }

  private RegistryAsker registries(Claims claims, WorkloadEventSource source) {
    OperatorTuning tuning = operator.tuning();
    return new RegistryAsker(
        new PullSecrets(new PullKeyrings(operator.client(), tuning.fingerprints())),
        tuning.plainHttp(),
        operator.clock(),
        record -> {
          ResourceID id = new ResourceID(record.name(), record.namespace());
          if (claims.knows(id)) {
            source.wakeSoon(id);
          }
        });
  }

  private Publisher publisher() {
    var client = operator.client();
    var gate = operator.leadership();
    return new Publisher(
        new StatusWriter(client, gate::mayWrite),
        new EventWriter(client, gate::mayWrite, operator.tuning().instance(), operator.clock()),
        operator.metrics(),
        System::nanoTime);
  }

  /** How long a pass over a record took to decide. */
  void thought(ResourceID record, Duration time) {
    parts().source.thought(record, time);
  }

  /** A pass that ended after its record was deleted would have left series and watches behind. */
  void forgetIfGone(ResourceID record, String uid) {
    if (!parts().claims.knows(record)) {
      parts().forgetful.forEach(it -> it.accept(uid));
      forget(record);
    }
  }

  private void forget(ResourceID record) {
    operator.metrics().forget(record.getNamespace().orElse(""), record.getName());
    parts().source.forget(record);
  }

  ReleasePass pass() {
    return parts().pass;
  }

  Arrivals arrivals() {
    return arrivals;
  }

  FirstLook firstLook() {
    return firstLook;
  }

  /** What cannot be read, each as a sentence. */
  List<String> problems() {
    return parts().cache.problems();
  }

  boolean running() {
    return parts().cache.running();
  }

  /** A pass over every record: what a follower saw and left alone. */
  void wakeAll() {
    firstLook.anew();
    parts().claims.all().map(ResourceID::fromResource).forEach(parts().source::wake);
  }

  void close() {
    for (AutoCloseable writer : parts().writers) {
      try {
        writer.close();
      } catch (Exception e) {
        throw new IllegalStateException("a writer did not stop", e);
      }
    }
  }

  private Parts parts() {
    return Objects.requireNonNull(parts, "the SDK prepares event sources before it starts");
  }
}

package dev.releaserecord.kube.lease;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The Lease in the API server. */
final class KubernetesLease implements LeasePort {

  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;

  private final KubernetesClient watching;
  private final KubernetesClient writing;
  private final String namespace;
  private final String name;

  KubernetesLease(KubernetesClient client, String namespace, String name, Duration duration) {
    this.watching = client;
    this.namespace = namespace;
    this.name = name;
    // An answer that comes after a third of the lease's time is of no use; the elector asks again.
    this.writing =
        client
            .newClient(
                new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                    .withRequestTimeout((int) duration.dividedBy(3).toMillis())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .adapt(KubernetesClient.class);
  }

  @Override
  public Read read() {
    try {
      return new Read.Found(
          Optional.ofNullable(resource(writing).get()).map(KubernetesLease::view));
    } catch (KubernetesClientException e) {
      return new Read.Failed(plain(e));
    }
  }

  @Override
  public Written create(LeaseView lease) {
    return write(() -> writing.leases().inNamespace(namespace).resource(body(lease)).create());
  }

  @Override
  public Written update(LeaseView lease) {
    return write(() -> writing.leases().inNamespace(namespace).resource(body(lease)).update());
  }

  @Override
  public AutoCloseable watch(Consumer<Optional<LeaseView>> listener) {
    SharedIndexInformer<Lease> informer =
        resource(watching)
            .runnableInformer(0)
            .exceptionHandler((started, error) -> true)
            .addEventHandler(new Listener(listener));
    // Only the first list can tell that there is no lease yet.
    var unused =
        informer
            .start()
            .thenRun(
                () -> {
                  if (informer.getStore().list().isEmpty()) {
                    listener.accept(Optional.empty());
                  }
                });
    return informer;
  }

  private Resource<Lease> resource(KubernetesClient client) {
    return client.leases().inNamespace(namespace).withName(name);
  }

  private Written write(Supplier<Lease> request) {
    try {
      return new Written.Done(view(request.get()));
    } catch (KubernetesClientException e) {
      return e.getCode() == CONFLICT || e.getCode() == NOT_FOUND
          ? new Written.Lost()
          : new Written.Failed(plain(e));
    }
  }

  private String plain(KubernetesClientException e) {
    if (e.getCode() == FORBIDDEN) {
      return ("not allowed to use leases in namespace %s: grant get, list, watch, create and update"
              + " on leases of coordination.k8s.io there, or run with --no-leader-elect")
          .formatted(namespace);
    }
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return e.getCode() > 0
        ? "the API server answered %d".formatted(e.getCode())
        : "no answer from the API server (%s)".formatted(cause.getClass().getSimpleName());
  }

  private Lease body(LeaseView lease) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .withResourceVersion(lease.version().isEmpty() ? null : lease.version())
        .withLabels(Map.of("app.kubernetes.io/managed-by", "release-operator"))
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(lease.holder())
        .withLeaseDurationSeconds((int) Math.max(1, lease.duration().toSeconds()))
        .withAcquireTime(time(lease.acquired()))
        .withRenewTime(time(lease.renewed()))
        .withLeaseTransitions(lease.transitions())
        .endSpec()
        .build();
  }

  private static LeaseView view(Lease lease) {
    LeaseSpec spec = lease.getSpec() == null ? new LeaseSpec() : lease.getSpec();
    return new LeaseView(
        spec.getHolderIdentity() == null ? "" : spec.getHolderIdentity(),
        Duration.ofSeconds(
            spec.getLeaseDurationSeconds() == null ? 1 : spec.getLeaseDurationSeconds()),
        instant(spec.getAcquireTime()),
        instant(spec.getRenewTime()),
        spec.getLeaseTransitions() == null ? 0 : spec.getLeaseTransitions(),
        lease.getMetadata().getResourceVersion());
  }

  /** The field has microseconds and no more; what we keep must equal what we read back. */
  private static ZonedDateTime time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
  }

  private static Instant instant(@Nullable ZonedDateTime time) {
    return time == null ? Instant.EPOCH : time.toInstant();
  }

  private record Listener(Consumer<Optional<LeaseView>> told)
      implements ResourceEventHandler<Lease> {

    @Override
    public void onAdd(Lease lease) {
      told.accept(Optional.of(view(lease)));
    }

    @Override
    public void onUpdate(Lease before, Lease now) {
      told.accept(Optional.of(view(now)));
    }

    @Override
    public void onDelete(Lease lease, boolean stateUnknown) {
      told.accept(Optional.empty());
    }
  }
}

package dev.releaserecord.controller;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.kube.ApiFailure;
import dev.releaserecord.kube.lease.Leadership;
import dev.releaserecord.kube.write.RecordGuard;
import dev.releaserecord.telemetry.FailureReason;
import dev.releaserecord.telemetry.ReleaseMetrics;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The SDK's door to a pass. A process that does not lead sees everything and does nothing. */
final class ReleaseReconciler implements Reconciler<ReleaseRecord> {

  private static final Logger LOG = LoggerFactory.getLogger(ReleaseReconciler.class);
  private static final String RECORD = "record";

  /**
   * A leader whose renewal was late may write again without an election, and would not be woken for
   * what it left alone meanwhile. Asking costs no request.
   */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  /** The watch brings what is newer, and wakes the record: this only covers one that is late. */
  private static final Duration BEHIND = Duration.ofMillis(250);

  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private final OperatorContext operator;
  private final ReleaseMetrics metrics;
  private final Leadership leadership;
  private final PassWatch watch;
  private final Backoff backoff;
  private final Wiring wiring;

  ReleaseReconciler(OperatorContext operator, PassWatch watch) {
    this.operator = operator;
    this.metrics = operator.metrics();
    this.leadership = operator.leadership();
    this.watch = watch;
    this.backoff = new Backoff(operator.clock());
    this.wiring = new Wiring(operator);
  }

  @Override
  public List<EventSource<?, ReleaseRecord>> prepareEventSources(
      EventSourceContext<ReleaseRecord> context) {
    return List.of(wiring.connect(context.getPrimaryCache()));
  }

  Wiring wiring() {
    return wiring;
  }

  @Override
  public UpdateControl<ReleaseRecord> reconcile(
      ReleaseRecord record, Context<ReleaseRecord> context) throws Exception {
    boolean going = record.isMarkedForDeletion();
    if (context.isPrimaryResourceDeleted() || going && !RecordGuard.stands(record)) {
      return UpdateControl.noUpdate();
    }
    if (!leadership.mayWrite()) {
      wiring.firstLook().anew();
      // What it told while it led would be told for ever, beside what the leader of now tells.
      forgetMetrics(record);
      return UpdateControl.<ReleaseRecord>noUpdate().rescheduleAfter(ASK_AGAIN);
    }
    String uid = record.getMetadata().getUid();
    Optional<Duration> wait = backoff.remaining(uid);
    if (wait.isPresent()) {
      return UpdateControl.<ReleaseRecord>noUpdate().rescheduleAfter(wait.get());
    }
    ResourceID id = ResourceID.fromResource(record);
    MDC.put(RECORD, record.getMetadata().getNamespace() + "/" + record.getMetadata().getName());
    try (var _ = watch.begin()) {
      return upToDate(record)
          ? pass(record, id)
          : UpdateControl.<ReleaseRecord>noUpdate()
              .rescheduleAfter(backoff.remaining(uid).orElse(BEHIND));
    } catch (RuntimeException e) {
      failed(record, FailureReason.Internal);
      throw e;
    } finally {
      MDC.remove(RECORD);
    }
  }

  /** What keeps the API server from answering is waited for as after a pass that failed. */
  private boolean upToDate(ReleaseRecord record) {
    try {
      return wiring.firstLook().upToDate(record);
    } catch (KubernetesClientException e) {
      LOG.warn("the record could not be read: {}", ApiFailure.of(e).message());
      failed(record, FailureReason.Unavailable);
      var unused = backoff.failed(record.getMetadata().getUid());
      return false;
    }
  }

  private UpdateControl<ReleaseRecord> pass(ReleaseRecord record, ResourceID id)
      throws InterruptedException {
    String uid = record.getMetadata().getUid();
    ReleasePass.Result result =
        record.isMarkedForDeletion()
            ? wiring.pass().farewell(record)
            : wiring.pass().run(record, wiring.arrivals().take(id));
    wiring.thought(id, result.thought());
    wiring.forgetIfGone(id, uid);
    if (result.transientFailure()) {
      return UpdateControl.<ReleaseRecord>noUpdate().rescheduleAfter(backoff.failed(uid));
    }
    backoff.succeeded(uid);
    Instant recheckAt = result.recheckAt();
    if (recheckAt == null) {
      return UpdateControl.noUpdate();
    }
    Duration until = Duration.between(operator.clock().instant(), recheckAt);
    Duration atLeast = until.isPositive() ? until : Duration.ofMillis(1);
    // Somebody may write any year; the SDK counts in milliseconds.
    Duration atMost = atLeast.compareTo(LONGEST_WAIT) < 0 ? atLeast : LONGEST_WAIT;
    return UpdateControl.<ReleaseRecord>noUpdate().rescheduleAfter(atMost);
  }

  private void forgetMetrics(ReleaseRecord record) {
    metrics.forget(record.getMetadata().getNamespace(), record.getMetadata().getName());
  }

  private void failed(ReleaseRecord record, FailureReason reason) {
    metrics.failed(record.getMetadata().getNamespace(), record.getMetadata().getName(), reason);
  }

  @Override
  public ErrorStatusUpdateControl<ReleaseRecord> updateErrorStatus(
      ReleaseRecord record, Context<ReleaseRecord> context, Exception e) {
    return ErrorStatusUpdateControl.noStatusUpdate();
  }
}

package dev.releaserecord.controller;

import dev.releaserecord.telemetry.ReleaseMetrics;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The operator as one thing that is started once and stopped once. */
public final class ReleaseOperator {

  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  /** A pass over a steady record makes no request; this only bounds the harm of a lost event. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

  /**
   * Without it the client takes an old list for new, of which the API server may have one: a
   * process that begins would build upon a status that was replaced, and write it again.
   */
  private static final long PAGE = 50L;

  private final Operator operator;
  private final ReleaseReconciler reconciler;
  private final ReleaseMetrics metrics;
  private final PassWatch watch = new PassWatch(System::nanoTime);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("reconcile-", 0).factory());
  private volatile boolean started;

  private ReleaseOperator(OperatorContext context) {
    this.reconciler = new ReleaseReconciler(context, watch);
    this.metrics = context.metrics();
    this.operator =
        new Operator(
            overrider ->
                overrider
                    .withKubernetesClient(context.client())
                    .withCloseClientOnStop(false)
                    .withMetrics(context.metrics().sdkMetrics())
                    .withExecutorService(threads)
                    .withResourceCloner(new SharedRecords())
                    .checkingCRDAndValidateLocalModel(false));
    operator.register(
        reconciler,
        configuration ->
            configuration
                .withName("releaserecord")
                .settingNamespaces(context.namespaces())
                .withGenerationAware(false)
                .withInformerListLimit(PAGE)
                // The finalizer is ours alone and rarely there: the SDK would not call otherwise.
                .withTriggerReconcilerOnAllEvents(true)
                .withRetry(
                    new GenericRetry()
                        .setInitialInterval(FIRST_RETRY)
                        .setMaxInterval(LONGEST_RETRY.toMillis())
                        .withoutMaxAttempts())
                .withReconciliationMaxInterval(LOOK_AGAIN));
  }

  public static ReleaseOperator create(OperatorContext context) {
    return new ReleaseOperator(context);
  }

  /** Returns when the caches are filled and passes have begun. */
  public void start() {
    operator.start();
    started = true;
  }

  public void stop() {
    operator.stop();
    reconciler.wiring().close();
    threads.shutdownNow();
  }

  public Health health() {
    if (!started) {
      return new Health(false, true, List.of("the caches are being filled"));
    }
    List<String> problems = new ArrayList<>(reconciler.wiring().problems());
    boolean passes = watch.progressing();
    boolean informers = reconciler.wiring().running();
    if (!passes) {
      problems.add("a pass over a record has not ended for minutes");
    }
    if (!informers) {
      problems.add("an informer has ended");
    }
    return new Health(true, passes && informers, problems);
  }

  /** This process leads. It looks at every record anew: what a follower saw, it left alone. */
  public void elected() {
    metrics.elected();
    if (started) {
      reconciler.wiring().wakeAll();
    }
  }

  /** Nothing here changes a record that it was handed, so copies would only cost time. */
  private static final class SharedRecords implements Cloner {
    @Override
    public <R extends HasMetadata> R clone(R object) {
      return object;
    }
  }
}

package dev.releaserecord.kube.write;

import dev.releaserecord.kube.cache.ClusterCache;
import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.plan.action.ActionResult;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** Carries out actions: many at a time, bounded over all records, CronJobs after the others. */
public final class Executor implements AutoCloseable {

  /** More requests in flight add latency and no throughput on one API server. */
  private static final int IN_FLIGHT = 16;

  private final WorkloadWriter writer;
  private final PodRemover pods;
  private final ClusterCache cache;
  private final WriteGate gate;
  private final Clock clock;
  private final Refusals<ActionResult> refusals = new Refusals<>();
  private final Semaphore places = new Semaphore(IN_FLIGHT, true);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public Executor(KubernetesClient client, ClusterCache cache, WriteGate gate, Clock clock) {
    this.writer = new WorkloadWriter(client);
    this.pods = new PodRemover(client);
    this.cache = cache;
    this.gate = gate;
    this.clock = clock;
  }

  /** Results in the order of the actions. */
  public List<ActionResult> execute(String namespace, List<? extends Action> actions)
      throws InterruptedException {
    List<ActionResult> results = new ArrayList<>(actions.size());
    Map<Boolean, List<Action>> waves =
        actions.stream()
            .collect(
                Collectors.partitioningBy(
                    action -> action.workload().kind().keepsPodsRunning(), Collectors.toList()));
    results.addAll(wave(namespace, waves.getOrDefault(true, List.of())));
    results.addAll(wave(namespace, waves.getOrDefault(false, List.of())));
    return results;
  }

  private List<ActionResult> wave(String namespace, List<Action> actions)
      throws InterruptedException {
    List<Callable<ActionResult>> tasks =
        actions.stream().<Callable<ActionResult>>map(it -> () -> bounded(namespace, it)).toList();
    List<ActionResult> results = new ArrayList<>(tasks.size());
    for (Future<ActionResult> done : threads.invokeAll(tasks)) {
      try {
        results.add(done.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("a write ended in a fault of the operator", e.getCause());
      }
    }
    return results;
  }

  private ActionResult bounded(String namespace, Action action) throws InterruptedException {
    places.acquire();
    try {
      return write(namespace, action);
    } finally {
      places.release();
    }
  }

  private ActionResult write(String namespace, Action action) {
    String request = request(action);
    Instant at = clock.instant();
    Optional<ActionResult> refused = refusals.standing(action.uid(), request, at);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (!gate.open()) {
      return new ActionResult.Withheld(action);
    }
    try {
      send(namespace, action, request);
      refusals.accepted(action.uid());
      return new ActionResult.Applied(action);
    } catch (KubernetesClientException e) {
      ActionResult result = Answers.result(namespace, action, e);
      if (result instanceof ActionResult.Forbidden
          || result instanceof ActionResult.Rejected
          || result instanceof ActionResult.Postponed) {
        refusals.refused(action.uid(), request, result, at);
      }
      return result;
    }
  }

  /** What is sent, as far as it tells one act from another. */
  static String request(Action action) {
    return switch (action) {
      case Action.Pin pin -> PinPatch.of(pin);
      case Action.Drain drain -> ScalePatch.of(drain);
      case Action.Restore restore -> ScalePatch.of(restore);
      case Action.LeaveScaled leave -> ScalePatch.of(leave);
      case Action.Restart restart -> RestartPatch.of(restart);
      case Action.DeletePods delete -> "delete " + delete.pods();
      case Action.EvictPod evict -> "evict " + evict.pod().uid();
    };
  }

  private void send(String namespace, Action action, String request) {
    switch (action) {
      case Action.Pin _,
          Action.Drain _,
          Action.Restore _,
          Action.LeaveScaled _,
          Action.Restart _ -> {
        HasMetadata answer = writer.write(namespace, action.workload(), request);
        remember(namespace, action, answer.getMetadata().getResourceVersion());
      }
      case Action.DeletePods delete ->
          delete.pods().forEach(pod -> pods.delete(namespace, pod, delete.force()));
      case Action.EvictPod evict -> pods.evict(namespace, evict.pod());
    }
  }

  private void remember(String namespace, Action action, String resourceVersion) {
    if (cache.view(namespace, action.workload())
        instanceof WorkloadView.Found(var workload, var _, var _, var _)) {
      written(workload, action, resourceVersion)
          .ifPresent(written -> cache.written(namespace, written));
    }
  }

  /** What a patch made of the workload; of pods the watch tells. */
  private Optional<Workload> written(Workload workload, Action action, String resourceVersion) {
    return switch (action) {
      case Action.Pin pin -> {
        Map<String, String> images =
            pin.changes().stream()
                .collect(Collectors.toMap(ImageChange::container, ImageChange::to));
        yield Optional.of(workload.written(resourceVersion, images, pin.set(), Marks.MANAGER));
      }
      case Action.Drain drain ->
          Optional.of(
              workload.scaled(
                  resourceVersion,
                  new Marks.Drain(Integer.toString(drain.replicas()), true, clock.instant())));
      case Action.Restore _, Action.LeaveScaled _ ->
          Optional.of(workload.scaled(resourceVersion, null));
      case Action.Restart restart ->
          Optional.of(workload.restarted(resourceVersion, restart.values()));
      case Action.DeletePods _, Action.EvictPod _ -> Optional.empty();
    };
  }

  /** What a refusal means for an act that was to follow the request that was refused. */
  public static ActionResult result(
      String namespace, Action action, KubernetesClientException answer) {
    return Answers.result(namespace, action, answer);
  }

  /** When the next attempt of a refused action is due. */
  public Optional<Instant> nextAttempt(Action action) {
    return refusals.nextAttempt(action.uid());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

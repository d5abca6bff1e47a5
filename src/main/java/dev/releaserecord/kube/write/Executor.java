package dev.releaserecord.kube.write;

import dev.releaserecord.kube.ApiFailure;
import dev.releaserecord.kube.cache.ClusterCache;
import dev.releaserecord.plan.WorkloadView;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.Action.ImageChange;
import dev.releaserecord.plan.action.Action.Pin;
import dev.releaserecord.plan.action.ActionResult;
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

  private static final String MANAGER = "release-operator";
  private static final String AGAIN = ", it is tried again within a minute";

  private final WorkloadWriter writer;
  private final ClusterCache cache;
  private final WriteGate gate;
  private final Clock clock;
  private final Refusals refusals = new Refusals();
  private final Semaphore places = new Semaphore(IN_FLIGHT, true);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public Executor(KubernetesClient client, ClusterCache cache, WriteGate gate, Clock clock) {
    this.writer = new WorkloadWriter(client);
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
    String patch = WorkloadWriter.patch(action);
    String uid = uid(action);
    Instant at = clock.instant();
    Optional<ActionResult> refused = refusals.standing(uid, patch, at);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (!gate.open()) {
      return new ActionResult.Withheld(action);
    }
    try {
      HasMetadata answer = writer.write(namespace, action.workload(), patch);
      refusals.accepted(uid);
      remember(namespace, action, answer.getMetadata().getResourceVersion());
      return new ActionResult.Applied(action);
    } catch (KubernetesClientException e) {
      ActionResult result = result(namespace, action, ApiFailure.of(e));
      if (result instanceof ActionResult.Forbidden || result instanceof ActionResult.Rejected) {
        refusals.refused(uid, patch, result, at);
      }
      return result;
    }
  }

  private static String uid(Action action) {
    return switch (action) {
      case Pin pin -> pin.uid();
    };
  }

  private static ActionResult result(String namespace, Action action, ApiFailure failure) {
    String place = action.workload() + " in namespace " + namespace;
    return switch (failure) {
      case ApiFailure.Forbidden(String message) ->
          new ActionResult.Forbidden(
              action,
              "may not patch "
                  + place
                  + ": "
                  + message
                  + "; grant the operator this right"
                  + AGAIN);
      case ApiFailure.Invalid(String message) ->
          new ActionResult.Rejected(
              action,
              "the write to "
                  + place
                  + " is refused: "
                  + message
                  + "; mend what refuses it"
                  + AGAIN);
      case ApiFailure.Conflict _ -> new ActionResult.Conflicted(action);
      case ApiFailure.Superseded _, ApiFailure.NotFound _, ApiFailure.AlreadyExists _ ->
          new ActionResult.Superseded(action);
      case ApiFailure.Unavailable(String message) ->
          new ActionResult.Unavailable(action, "cannot write " + place + " now: " + message);
    };
  }

  private void remember(String namespace, Action action, String resourceVersion) {
    switch (action) {
      case Pin pin -> {
        Map<String, String> images =
            pin.changes().stream()
                .collect(Collectors.toMap(ImageChange::container, ImageChange::to));
        if (cache.view(namespace, pin.workload())
            instanceof WorkloadView.Found(var workload, var _, var _, var _)) {
          cache.written(namespace, workload.written(resourceVersion, images, pin.set(), MANAGER));
        }
      }
    }
  }

  /** When the next attempt of a refused action is due. */
  public Optional<Instant> nextAttempt(Action action) {
    return refusals.nextAttempt(uid(action));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

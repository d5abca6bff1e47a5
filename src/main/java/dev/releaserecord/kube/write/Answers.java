package dev.releaserecord.kube.write;

import dev.releaserecord.kube.ApiFailure;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.plan.action.ActionResult;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a refusal of the API server means for the act that it was given to. */
final class Answers {

  private static final String AGAIN = ", it is tried again within a minute";

  private Answers() {}

  static ActionResult result(String namespace, Action action, KubernetesClientException answer) {
    if (action instanceof Action.EvictPod evict && PodRemover.postponed(answer)) {
      return postponed(evict, answer);
    }
    String place = action.workload() + " in namespace " + namespace;
    return switch (ApiFailure.of(answer)) {
      case ApiFailure.Forbidden(String message) ->
          new ActionResult.Forbidden(
              action,
              "may not "
                  + verb(action)
                  + " "
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
      // Of a pod it says that the precondition failed: it is not the one that was looked at.
      case ApiFailure.Conflict _ ->
          ofPods(action)
              ? new ActionResult.Superseded(action)
              : new ActionResult.Conflicted(action);
      case ApiFailure.Superseded _, ApiFailure.NotFound _, ApiFailure.AlreadyExists _ ->
          new ActionResult.Superseded(action);
      case ApiFailure.Unavailable(String message) ->
          new ActionResult.Unavailable(action, "cannot write " + place + " now: " + message);
    };
  }

  private static ActionResult postponed(Action.EvictPod evict, KubernetesClientException answer) {
    String pod = "pod " + evict.pod().name() + " of " + evict.workload();
    return new ActionResult.Postponed(
        evict,
        answer.getCode() == 429
            ? pod + " is not evicted yet: " + budget(answer.getStatus())
            : pod
                + " cannot be evicted (500): more than one PodDisruptionBudget selects it, or the"
                + " API server failed; leave it one budget, or delete the pod yourself");
  }

  /** Such as {@code The disruption budget users needs 2 healthy pods and has 2 currently}. */
  private static String budget(@Nullable Status status) {
    return Stream.ofNullable(status)
        .flatMap(it -> Stream.ofNullable(it.getDetails()))
        .flatMap(it -> Stream.ofNullable(it.getCauses()))
        .flatMap(List::stream)
        .filter(cause -> "DisruptionBudget".equals(cause.getReason()))
        .flatMap(cause -> Stream.ofNullable(cause.getMessage()))
        .findFirst()
        .orElse("the API server asks to wait");
  }

  private static boolean ofPods(Action action) {
    return switch (action) {
      case Action.DeletePods _, Action.EvictPod _ -> true;
      case Action.Pin _, Action.Drain _, Action.Restore _, Action.LeaveScaled _, Action.Restart _ ->
          false;
    };
  }

  private static String verb(Action action) {
    return switch (action) {
      case Action.Pin _ -> "patch";
      case Action.Drain _, Action.Restore _, Action.LeaveScaled _ -> "scale";
      case Action.Restart _ -> "restart";
      case Action.DeletePods _ -> "delete pods of";
      case Action.EvictPod _ -> "evict a pod of";
    };
  }
}

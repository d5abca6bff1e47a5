package dev.releaserecord.kube.write;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.kube.ApiFailure;
import dev.releaserecord.kube.cache.ClusterCache;
import dev.releaserecord.kube.cache.projection.HistoryProjections;
import dev.releaserecord.plan.history.HistoryAct;
import dev.releaserecord.plan.history.HistoryResult;
import dev.releaserecord.plan.history.VerifiedSet;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Preconditions;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the history of records: one ControllerRevision for each verified digest set. What is
 * refused is tried again at growing distances; nothing else waits for it.
 */
public final class HistoryWriter {

  private static final PatchContext CONTEXT =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON)
          .withFieldManager(HistoryProjections.OPERATOR)
          .build();

  private final KubernetesClient client;
  private final ClusterCache cache;
  private final WriteGate gate;
  private final Clock clock;
  private final Refusals<HistoryResult> refusals = new Refusals<>();

  public HistoryWriter(KubernetesClient client, ClusterCache cache, WriteGate gate, Clock clock) {
    this.client = client;
    this.cache = cache;
    this.gate = gate;
    this.clock = clock;
  }

  /** Results in the order of the acts; fewer where this process may not write any more. */
  public List<HistoryResult> write(ReleaseRecord record, List<HistoryAct> acts) {
    List<HistoryResult> results = new ArrayList<>();
    for (HistoryAct act : acts) {
      write(record, act).ifPresent(results::add);
    }
    return results;
  }

  private Optional<HistoryResult> write(ReleaseRecord record, HistoryAct act) {
    String key = record.getMetadata().getUid() + "/" + act.name();
    String what = act.getClass().getSimpleName();
    Instant at = clock.instant();
    Optional<HistoryResult> refused = refusals.standing(key, what, at);
    if (refused.isPresent()) {
      return refused;
    }
    if (!gate.open()) {
      return Optional.empty();
    }
    try {
      HistoryResult done = send(record, act);
      refusals.accepted(key);
      return Optional.of(done);
    } catch (KubernetesClientException e) {
      HistoryResult result = result(act, ApiFailure.of(e));
      if (result instanceof HistoryResult.Refused) {
        refusals.refused(key, what, result, at);
      }
      return Optional.of(result);
    }
  }

  private HistoryResult send(ReleaseRecord record, HistoryAct act) {
    String namespace = record.getMetadata().getNamespace();
    VerifiedSet after =
        switch (act) {
          case HistoryAct.Put put -> put(record, put);
          case HistoryAct.Adopt(VerifiedSet set) ->
              set.owned(record.getMetadata().getUid(), patch(record, set, adoption(record, set)));
          case HistoryAct.Renew(VerifiedSet set, long revision) ->
              set.renewed(revision, patch(record, set, renewal(set, revision)));
          case HistoryAct.Drop(VerifiedSet set) -> drop(namespace, set);
        };
    if (after != null) {
      cache.written(namespace, after);
    }
    return new HistoryResult.Done(act, after);
  }

  private VerifiedSet put(ReleaseRecord record, HistoryAct.Put put) {
    ControllerRevision revision =
        new ControllerRevisionBuilder()
            .withNewMetadata()
            .withName(put.name())
            .withNamespace(record.getMetadata().getNamespace())
            .withLabels(
                Map.of(
                    HistoryProjections.MANAGED_BY,
                    HistoryProjections.OPERATOR,
                    HistoryProjections.RECORD,
                    record.getMetadata().getName()))
            .withOwnerReferences(owner(record))
            .endMetadata()
            .withRevision(put.revision())
            .withData(put.set().by(version()))
            .build();
    return HistoryProjections.of(client.resource(revision).create())
        .orElseThrow(() -> new IllegalStateException("what was written cannot be read"));
  }

  /** Controlled by the record, or a DaemonSet whose selector fits would take it for its own. */
  private static OwnerReference owner(ReleaseRecord record) {
    return new OwnerReferenceBuilder()
        .withApiVersion(record.getApiVersion())
        .withKind(record.getKind())
        .withName(record.getMetadata().getName())
        .withUid(record.getMetadata().getUid())
        .withController(true)
        .build();
  }

  private String version() {
    String agent = client.getConfiguration().getUserAgent();
    return agent.substring(agent.indexOf('/') + 1);
  }

  private String adoption(ReleaseRecord record, VerifiedSet set) {
    JsonPatch patch = JsonPatch.of(set.keeping().id().uid());
    patch.test("/metadata/ownerReferences", (String) null);
    return patch.with("add", "/metadata/ownerReferences", List.of(owner(record))).toString();
  }

  private static String renewal(VerifiedSet set, long revision) {
    JsonPatch patch = JsonPatch.of(set.keeping().id().uid());
    return patch
        .with("test", "/revision", set.revision())
        .with("replace", "/revision", revision)
        .toString();
  }

  private String patch(ReleaseRecord record, VerifiedSet set, String patch) {
    ControllerRevision stub =
        new ControllerRevisionBuilder()
            .withNewMetadata()
            .withName(set.keeping().name())
            .withNamespace(record.getMetadata().getNamespace())
            .endMetadata()
            .build();
    return client.resource(stub).patch(CONTEXT, patch).getMetadata().getResourceVersion();
  }

  private @Nullable VerifiedSet drop(String namespace, VerifiedSet set) {
    VerifiedSet.Identity id = set.keeping().id();
    client.raw(
        "/apis/apps/v1/namespaces/" + namespace + "/controllerrevisions/" + set.keeping().name(),
        "DELETE",
        new DeleteOptionsBuilder()
            .withPreconditions(new Preconditions(id.resourceVersion(), id.uid()))
            .build());
    return null;
  }

  private static HistoryResult result(HistoryAct act, ApiFailure failure) {
    return switch (failure) {
      case ApiFailure.Forbidden(String message) ->
          new HistoryResult.Refused(
              act,
              "may not "
                  + verb(act)
                  + " controllerrevisions: "
                  + message
                  + "; grant the operator create, patch and delete of them");
      case ApiFailure.Invalid(String message) ->
          new HistoryResult.Refused(
              act, "ControllerRevision " + act.name() + " is refused: " + message);
      // Another process, or this one before an answer was lost, has made it: one is enough.
      case ApiFailure.AlreadyExists _ -> new HistoryResult.Done(act, null);
      case ApiFailure.NotFound _ ->
          act instanceof HistoryAct.Drop
              ? new HistoryResult.Done(act, null)
              : new HistoryResult.Later(act);
      case ApiFailure.Conflict _, ApiFailure.Superseded _, ApiFailure.Unavailable _ ->
          new HistoryResult.Later(act);
    };
  }

  private static String verb(HistoryAct act) {
    return switch (act) {
      case HistoryAct.Put _ -> "create";
      case HistoryAct.Adopt _, HistoryAct.Renew _ -> "patch";
      case HistoryAct.Drop _ -> "delete";
    };
  }

  /** When the next attempt of a refused act is due. */
  public Optional<Instant> nextAttempt(ReleaseRecord record, HistoryAct act) {
    return refusals.nextAttempt(record.getMetadata().getUid() + "/" + act.name());
  }
}

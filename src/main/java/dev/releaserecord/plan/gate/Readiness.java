package dev.releaserecord.plan.gate;

import dev.releaserecord.plan.gate.DependencyView.NotReady;
import dev.releaserecord.plan.gate.DependencyView.Ready;
import dev.releaserecord.plan.gate.LiveObject.Condition;
import java.util.Optional;

/**
 * Whether an object serves, by the rules of kstatus where those are right, and by what each kind
 * itself says where they are not: a finished Job alone is ready, and a StatefulSet can be broken
 * (sigs.k8s.io/cli-utils, {@code pkg/kstatus}).
 */
public final class Readiness {

  private static final DependencyView READY = new Ready();

  private final LiveObject object;

  private Readiness(LiveObject object) {
    this.object = object;
  }

  /** Of everything but a Service, which also needs somebody behind it. */
  public static DependencyView of(LiveObject object) {
    return new Readiness(object).judge();
  }

  /**
   * Of a Service.
   *
   * @param endpoints how many are ready behind it
   */
  public static DependencyView ofService(DependencyView own, boolean external, int endpoints) {
    return !(own instanceof Ready) || external || endpoints > 0
        ? own
        : new NotReady("no endpoint of it is ready");
  }

  private DependencyView judge() {
    if (object.deleting()) {
      return new NotReady("it is being deleted");
    }
    // A workload of which nobody has written a status yet looks as if it wanted nothing.
    long unwritten = group().equals("apps") ? 0 : object.generation();
    long observed = object.number(unwritten, "status", "observedGeneration");
    if (observed < object.generation()) {
      return new NotReady("its controller has not looked at its newest spec yet");
    }
    return switch (group() + "/" + object.kind()) {
      case "apps/Deployment" -> deployment();
      case "apps/StatefulSet" -> statefulSet();
      case "apps/DaemonSet" -> daemonSet();
      case "apps/ReplicaSet", "/ReplicationController" -> replicas();
      case "batch/Job" -> job();
      case "batch/CronJob" -> READY;
      case "/Pod" -> pod();
      case "/PersistentVolumeClaim" -> claim();
      case "/Service" -> service();
      case "autoscaling/HorizontalPodAutoscaler" -> scaler();
      case "cert-manager.io/Certificate", "cert-manager.io/Issuer" -> announced();
      default -> any();
    };
  }

  private String group() {
    int slash = object.apiVersion().indexOf('/');
    return slash < 0 ? "" : object.apiVersion().substring(0, slash);
  }

  private DependencyView deployment() {
    Optional<Condition> late =
        object
            .condition("Progressing")
            .filter(it -> it.reason().equals("ProgressDeadlineExceeded"));
    return late.isPresent()
        ? new NotReady("its rollout takes longer than its progressDeadlineSeconds")
        : pods(
            object.number(1, "spec", "replicas"),
            object.number(0, "status", "updatedReplicas"),
            object.number(0, "status", "availableReplicas"),
            object.number(0, "status", "replicas"));
  }

  private DependencyView statefulSet() {
    long wanted = object.number(1, "spec", "replicas");
    long partition =
        Math.min(wanted, object.number(0, "spec", "updateStrategy", "rollingUpdate", "partition"));
    boolean onDelete = object.text("spec", "updateStrategy", "type").equals("OnDelete");
    long updated = object.number(0, "status", "updatedReplicas");
    return pods(
        wanted,
        onDelete || updated >= wanted - partition ? wanted : updated,
        object.number(0, "status", "readyReplicas"),
        object.number(0, "status", "replicas"));
  }

  private DependencyView replicas() {
    long wanted = object.number(1, "spec", "replicas");
    return pods(
        wanted,
        wanted,
        object.number(0, "status", "availableReplicas"),
        object.number(0, "status", "replicas"));
  }

  private DependencyView daemonSet() {
    long wanted = object.number(0, "status", "desiredNumberScheduled");
    boolean onDelete = object.text("spec", "updateStrategy", "type").equals("OnDelete");
    return pods(
        wanted,
        onDelete ? wanted : object.number(0, "status", "updatedNumberScheduled"),
        object.number(0, "status", "numberAvailable"),
        object.number(0, "status", "currentNumberScheduled"));
  }

  private static DependencyView pods(long wanted, long updated, long serving, long all) {
    if (updated < wanted) {
      return new NotReady(updated + " of " + wanted + " pods are of its newest template");
    }
    if (serving < wanted) {
      return new NotReady(serving + " of " + wanted + " pods are ready");
    }
    return all > wanted ? new NotReady(all - wanted + " pods too many have not gone yet") : READY;
  }

  private DependencyView job() {
    if (isTrue("Complete")) {
      return READY;
    }
    return object
        .condition("Failed")
        .filter(Condition::isTrue)
        .map(it -> new NotReady("it failed: " + it.words()))
        .orElseGet(() -> new NotReady("it has not completed yet"));
  }

  private DependencyView pod() {
    String phase = object.text("status", "phase");
    return phase.equals("Succeeded") || isTrue("Ready")
        ? READY
        : new NotReady("it is not ready (" + (phase.isEmpty() ? "Pending" : phase) + ")");
  }

  private DependencyView claim() {
    String phase = object.text("status", "phase");
    return phase.equals("Bound")
        ? READY
        : new NotReady("it is not bound (" + (phase.isEmpty() ? "Pending" : phase) + ")");
  }

  private DependencyView service() {
    boolean waits =
        object.text("spec", "type").equals("LoadBalancer")
            && !object.has("status", "loadBalancer", "ingress");
    return waits ? new NotReady("its load balancer has no address yet") : READY;
  }

  private DependencyView scaler() {
    for (String type : new String[] {"AbleToScale", "ScalingActive"}) {
      Optional<Condition> against =
          object.condition(type).filter(it -> it.status().equals("False"));
      if (against.isPresent()) {
        return new NotReady(type + " is False: " + against.get().words());
      }
    }
    return READY;
  }

  /** What says nothing of itself is ready by being there. */
  private DependencyView any() {
    for (String type : new String[] {"Stalled", "Reconciling"}) {
      Optional<Condition> against = object.condition(type).filter(Condition::isTrue);
      if (against.isPresent()) {
        return new NotReady(type + ": " + against.get().words());
      }
    }
    return object.condition("Ready").map(this::ready).orElse(READY);
  }

  /** A kind that always says so in the end: until then it was only just applied. */
  private DependencyView announced() {
    return object.condition("Ready").isPresent()
        ? any()
        : new NotReady("it has no condition Ready yet; cert-manager has not looked at it");
  }

  private DependencyView ready(Condition ready) {
    if (ready.observedGeneration() != 0 && ready.observedGeneration() < object.generation()) {
      return new NotReady("its condition Ready is not of its newest spec");
    }
    return ready.isTrue()
        ? READY
        : new NotReady(
            "Ready is " + ready.status() + (ready.words().isEmpty() ? "" : ": " + ready.words()));
  }

  private boolean isTrue(String type) {
    return object.condition(type).filter(Condition::isTrue).isPresent();
  }
}

package dev.releaserecord.plan;

import static dev.releaserecord.plan.Gobee.A;
import static dev.releaserecord.plan.Gobee.B;
import static dev.releaserecord.scene.Subject.deployment;

import dev.releaserecord.api.SecretStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Conditions;
import dev.releaserecord.plan.action.Action.Pin;
import dev.releaserecord.rollout.reference.ContainerEnv;
import dev.releaserecord.rollout.reference.ContainerEnv.Import;
import dev.releaserecord.rollout.reference.ContainerEnv.Value;
import dev.releaserecord.rollout.reference.ContainerEnv.Variable;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.rollout.reference.References;
import dev.releaserecord.scene.Scene;
import dev.releaserecord.scene.Subject;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;

/** Two services, of which one takes a whole Secret. */
final class SecretScenes {

  static final String LIST = "may not list secrets in namespace gobee: grant it";

  static final String BOTH =
      """
      imagePrefix: r.io/g
      services:
      - name: users
        digest: "%s"
        secrets: [{name: users-rds, keys: [HOST, SSLMODE], formats: {PORT: Port}}]
      - {name: certs, digest: "%s"}
      """
          .formatted(A, B);

  /** The environment of a container that is named like its workload, from a whole Secret. */
  static References from(String container, String secret) {
    return new References(
        List.of(
            new ContainerEnv(
                container, List.of(new Import(ObjectRef.secret(secret), "", false)), List.of())),
        List.of(),
        List.of());
  }

  static References key(String secret, String key) {
    return new References(
        List.of(
            new ContainerEnv(
                "users",
                List.of(),
                List.of(new Variable(key, new Value.OfKey(ObjectRef.secret(secret), key, false))))),
        List.of(),
        List.of());
  }

  static Subject old(String name) {
    return deployment(name).container(name, "r.io/g/" + name + ":1");
  }

  static Scene both() {
    return Scene.of(BOTH).with(old("users").refers(from("users", "users-rds"))).with(old("certs"));
  }

  static List<String> pins(Scene scene) {
    return scene.plan().work().pins().stream().map(Pin::workload).map(key -> key.name()).toList();
  }

  static Condition verified(Scene scene) {
    return find(scene).orElseThrow();
  }

  static Optional<Condition> find(Scene scene) {
    scene.pass();
    return Conditions.find(scene.status().conditions(), ConditionType.SecretsVerified);
  }

  static List<SecretStatus> table(Scene scene) {
    return scene.status().services().stream()
        .filter(service -> service.name().equals("users"))
        .map(ServiceStatus::secrets)
        .findFirst()
        .orElseThrow();
  }

  private SecretScenes() {}
}

package dev.releaserecord.loop;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A real PostgreSQL in the namespace, which asks everybody who comes over the network for a
 * password.
 */
final class Postgres {

  /** In one database are the tables of all services. */
  static final String DATABASE = "gobee";

  private static final String ADMINISTRATOR = "postgres";

  /** Its volume goes with the pod, so it does not wait for any disk. */
  private static final String SERVER =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: postgres}
      spec:
        selector: {app: postgres}
        ports: [{port: 5432}]
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: postgres}
      spec:
        serviceName: postgres
        selector: {matchLabels: {app: postgres}}
        template:
          metadata: {labels: {app: postgres}}
          spec:
            terminationGracePeriodSeconds: 0
            securityContext: {runAsUser: 70, runAsGroup: 70, fsGroup: 70, runAsNonRoot: true}
            volumes: [{name: data, emptyDir: {}}]
            initContainers:
            - name: initdb
              image: $IMAGE
              command: [sh, -c]
              args:
              - initdb -D /data/db -U postgres -A trust -E UTF8 --no-locale --no-sync &&
                echo 'host all all all scram-sha-256' >>/data/db/pg_hba.conf
              volumeMounts: [{name: data, mountPath: /data}]
            containers:
            - name: postgres
              image: $IMAGE
              command: [postgres, -D, /data/db, -c, listen_addresses=*, -c, fsync=off, -c, jit=off]
              volumeMounts: [{name: data, mountPath: /data}]
              readinessProbe:
                exec: {command: [psql, -U, postgres, -c, select 1]}
                periodSeconds: 1
      """;

  private final Scene scene;

  private Postgres(Scene scene) {
    this.scene = scene;
  }

  /** Starts it and waits until it answers. */
  static Postgres start(Scene scene, String image) {
    scene.apply(SERVER.replace("$IMAGE", image));
    scene.kubectl("rollout", "status", "statefulset/postgres", "--timeout=60s");
    Postgres postgres = new Postgres(scene);
    postgres.tell("create database " + DATABASE);
    return postgres;
  }

  /** Where pods reach it: the cluster has no DNS. */
  String host() {
    return scene
        .client()
        .services()
        .inNamespace(scene.namespace())
        .withName("postgres")
        .get()
        .getSpec()
        .getClusterIP();
  }

  /** Makes it anew. */
  void role(String name, String password) {
    tell("drop role if exists " + name);
    tell("create role " + name + " login password '" + password + "'");
  }

  /** What whoever rotates a password has to do beside writing the Secret. */
  void alter(String role, String password) {
    tell("alter role " + role + " password '" + password + "'");
  }

  /** The process of the server that serves each application's connection. */
  Map<String, String> sessions(String role) {
    return tell("select application_name, pid from pg_stat_activity where usename = '"
            + role
            + "' and application_name <> 'psql' order by backend_start")
        .lines()
        .map(line -> List.of(line.split("\\|", 2)))
        .collect(Collectors.toMap(List::getFirst, List::getLast, (_, newer) -> newer));
  }

  /** How often somebody came with a password that is not the role's. */
  long refusals(String role) {
    return scene
        .kubectl("logs", "postgres-0", "-c", "postgres")
        .lines()
        .filter(it -> it.contains("password authentication failed for user \"" + role + "\""))
        .count();
  }

  /** From inside of its pod nobody is asked for a password. */
  private String tell(String sql) {
    return scene.kubectl(
        "exec",
        "postgres-0",
        "-c",
        "postgres",
        "--",
        "psql",
        "-U",
        ADMINISTRATOR,
        "-d",
        ADMINISTRATOR,
        "-v",
        "ON_ERROR_STOP=1",
        "-qAtc",
        sql);
  }
}

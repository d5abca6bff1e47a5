package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/** What two teams apply whose services log in to a database when they start. */
final class DatabaseManifests {

  /** In the database, of the first team; long enough to be hidden where it is quoted. */
  static final String ROLE = "gobee_app";

  private final String host;

  /**
   * @param host of the database
   */
  DatabaseManifests(String host) {
    this.host = host;
  }

  private static String repository(String image) {
    return image.substring(0, image.indexOf('@'));
  }

  private static String digest(String image) {
    return image.substring(image.indexOf('@') + 1);
  }

  /** As the team's secretGenerator writes it. */
  String secret(String password) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: gobee-rds}
    stringData:
      HOST: %1$s
      PORT: "5432"
      USER: %2$s
      PASS: '%3$s'
      NAME: %4$s
      SSLMODE: disable
      DATABASE_URL: "postgres://%2$s:%5$s@%1$s:5432/%4$s?sslmode=disable"
    """
        .formatted(host, ROLE, password, Postgres.DATABASE, Canary.inUrl(password));
  }

  /** It migrates, and then keeps a connection for as long as it lives. */
  static String service(String name, String image) {
    return deployment(
        name,
        1,
        """
        terminationGracePeriodSeconds: 0
        initContainers:
        - name: migrate
          image: %2$s
          command: [psql, -c, select 1]
        %3$s\
        containers:
        - name: %1$s
          image: %2$s
          command: [psql, -c, select pg_sleep(86400)]
        %3$s\
        """
            .formatted(name, image, env(name)));
  }

  private static String env(String application) {
    return """
    env:
    - {name: PGHOST, valueFrom: {secretKeyRef: {name: gobee-rds, key: HOST}}}
    - {name: PGPORT, valueFrom: {secretKeyRef: {name: gobee-rds, key: PORT}}}
    - {name: PGUSER, valueFrom: {secretKeyRef: {name: gobee-rds, key: USER}}}
    - {name: PGPASSWORD, valueFrom: {secretKeyRef: {name: gobee-rds, key: PASS}}}
    - {name: PGDATABASE, valueFrom: {secretKeyRef: {name: gobee-rds, key: NAME}}}
    - {name: PGSSLMODE, valueFrom: {secretKeyRef: {name: gobee-rds, key: SSLMODE}}}
    - {name: PGAPPNAME, value: %s}
    """
        .formatted(application)
        .indent(2);
  }

  /** What a check asks the database, with what the Secret holds then. */
  static String smoke(String image) {
    return """
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: db-smoke}
    spec:
      schedule: "0 0 1 1 *"
      suspend: true
      jobTemplate:
        spec:
          backoffLimit: 0
          template:
            spec:
              restartPolicy: Never
              terminationGracePeriodSeconds: 0
              containers:
              - name: psql
                image: %s
                command: [psql, -c, select 1]
    """
            .formatted(image)
        + env("smoke").indent(10);
  }

  static String record(String image) {
    return record(image, "");
  }

  /** The same, with {@code select 1} after a rollout and before a restart. */
  static String recordWithChecks(String image) {
    return record(
        image,
        ", checks: [{name: select-1, timeout: 30s, when: [AfterRollout, BeforeRestart],"
            + " job: {cronJob: db-smoke}}]");
  }

  private static String record(String image, String more) {
    return Manifests.record(
        "core",
        """
        settle: 1s
        dependencies:
        - {apiVersion: apps/v1, kind: StatefulSet, name: postgres}
        secrets:
        - name: gobee-rds
          keys: [HOST, PORT, USER, PASS, NAME, SSLMODE, DATABASE_URL]
          formats: {HOST: Hostname, PORT: Port, DATABASE_URL: URL}
          urls: {DATABASE_URL: {user: USER, password: PASS, host: HOST, port: PORT, path: NAME}}
          env: {PGHOST: HOST, PGPORT: PORT, PGUSER: USER, PGPASSWORD: PASS, PGDATABASE: NAME, PGSSLMODE: SSLMODE}
          onRotation: Restart
        services:
        - {name: users, image: %1$s, digest: "%2$s"%3$s}
        - {name: certs, image: %1$s, digest: "%2$s", after: [domains]%3$s}
        - {name: domains, image: %1$s, digest: "%2$s"%3$s}
        """
            .formatted(repository(image), digest(image), more));
  }

  /** The Secrets of their namespace, but for the registry's: there the database has a name. */
  String robsonSecrets() {
    String all =
        Arrays.stream(resource("/secret/robson.yaml").split("---\n"))
            .filter(it -> it.contains("kind: Secret") && !it.contains("ghcr"))
            .collect(Collectors.joining("---\n"));
    String named = "RBS_PG_HOST: postgres-staging";
    assertThat(all).contains(named, "RBS_PG_DATABASE: robson_staging");
    return all.replace(named, "RBS_PG_HOST: " + host)
        .replace("RBS_PG_DATABASE: robson_staging", "RBS_PG_DATABASE: " + Postgres.DATABASE);
  }

  private static String resource(String path) {
    try (InputStream in =
        Objects.requireNonNull(DatabaseManifests.class.getResourceAsStream(path))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String robsonBackend(String image) {
    return deployment(
        "backend-staging",
        1,
        """
        terminationGracePeriodSeconds: 0
        containers:
        - name: backend
          image: %s
          envFrom: [{secretRef: {name: django-staging}}]
          env:
          - {name: PGHOST, value: $(RBS_PG_HOST)}
          - {name: PGUSER, value: $(RBS_PG_USER)}
          - {name: PGPASSWORD, value: $(RBS_PG_PASSWORD)}
          - {name: PGDATABASE, value: $(RBS_PG_DATABASE)}
          - {name: PGAPPNAME, value: backend-staging}
          command: [psql, -c, select pg_sleep(86400)]
        """
            .formatted(image));
  }

  static String robsonRecord(String image) {
    return Manifests.record(
        "robson",
        """
        settle: 1s
        services:
        - name: backend-staging
          image: %s
          digest: "%s"
          workloads: [{kind: Deployment, name: backend-staging, containers: [backend]}]
          secrets:
          - name: django-staging
            keys: [SECRET_KEY, RBS_SECRET_KEY, RBS_PG_DATABASE, RBS_PG_USER, RBS_PG_PASSWORD, RBS_PG_HOST]
            formats: {RBS_PG_HOST: Hostname}
            equals: {SECRET_KEY: RBS_SECRET_KEY, RBS_PG_PASSWORD: postgres-staging/POSTGRES_PASSWORD}
        """
            .formatted(repository(image), digest(image)));
  }
}

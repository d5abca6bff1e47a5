package dev.releaserecord.loop;

import dev.releaserecord.cluster.Cluster;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a team has whose Secrets are to come out nowhere: pods that break, each in its own way. */
final class CanaryManifests {

  static final String SECRET = Canary.value("kept");

  /** Not in a Secret: only its shape tells what it is. */
  private static final String LOOSE = Canary.value("loose");

  /** Nothing is wrong with these but the answers to their patches. */
  static final List<String> ECHOED = List.of("echo400", "echo422", "echo500");

  /** Each is broken, by the values themselves. */
  private static final String RULES =
      "[{name: kept, keys: [VALUE], formats: {VALUE: Port}, equals: {VALUE: turning/VALUE},"
          + " urls: {VALUE: {password: VALUE}}, env: {PLAIN: VALUE}}]";

  private final Cluster cluster;

  CanaryManifests(Cluster cluster) {
    this.cluster = cluster;
  }

  String image(String seed) {
    return '"' + cluster.image("canary/app", seed) + '"';
  }

  /** In double quotes of YAML. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\n", "\\n") + '"';
  }

  /** A Secret that holds another value for each number. */
  static String turning(int number) {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: turning}
    stringData: {VALUE: %s}
    """
        .formatted(quoted(Canary.value("turn" + number)));
  }

  /** The same, of which a service declares that it is restarted for it. */
  static String spinning(int number) {
    return turning(number).replace("turning", "spinning");
  }

  private String crashing() {
    String log =
        String.join(
            "\n",
            "it is $(VALUE), read from /creds/VALUE",
            "in base64 " + Canary.base64(SECRET) + " and " + Canary.base64("u:" + SECRET),
            "and " + Canary.base64("me:" + SECRET) + " in hex " + Canary.hex(SECRET),
            "in a url https://db/?q=" + Canary.inUrl(SECRET),
            "password=" + LOOSE,
            "amqp://app:" + Canary.inUrl(LOOSE) + "@mq:5672/",
            "Authorization: Bearer " + Canary.base64(LOOSE).replace("=", ""),
            "panic: it does not work");
    return """
    volumes: [{name: creds, secret: {secretName: kept}}]
    containers:
    - name: app
      image: %s
      env: [{name: PLAIN, value: %s}]
      envFrom: [{secretRef: {name: kept}}]
      volumeMounts: [{name: creds, mountPath: /creds}]
      terminationMessagePolicy: FallbackToLogsOnError
      args: [crash, --code, "7", --word, %s]
    """
        .formatted(image("1"), quoted(LOOSE), quoted(log));
  }

  /** The kubelet quotes in its events what the probe's program wrote. */
  private String probed() {
    return """
    containers:
    - name: app
      image: %s
      env: [{name: PLAIN, value: %s}]
      envFrom: [{secretRef: {name: kept}}]
      readinessProbe:
        periodSeconds: 1
        exec: {command: [/testbox, crash, --word, %s]}
    """
        .formatted(image("1"), quoted(LOOSE), quoted("cannot log in as " + LOOSE));
  }

  private String withoutKey() {
    return """
    containers:
    - name: app
      image: %s
      envFrom: [{secretRef: {name: kept}}]
      env:
      - {name: PLAIN, value: %s}
      - {name: SSLMODE, valueFrom: {secretKeyRef: {name: kept, key: SSLMODE}}}
    """
        .formatted(image("1"), quoted(LOOSE));
  }

  /** The runtime quotes the program that it did not find. */
  private String unstartable() {
    return """
    containers:
    - name: app
      image: %s
      envFrom: [{secretRef: {name: kept}}]
      command: ["/bin/$(VALUE)"]
    """
        .formatted(image("1"));
  }

  /** It logs the value that it was started with, and ends when the Secret holds another one. */
  private String outlivingItsSecret() {
    return """
    containers:
    - name: app
      image: %s
      env: [{name: TESTBOX_VERSION, valueFrom: {secretKeyRef: {name: turning, key: VALUE}}}]
      args: [hang]
      livenessProbe:
        tcpSocket: {port: 9}
        initialDelaySeconds: 4
        periodSeconds: 1
        failureThreshold: 1
        terminationGracePeriodSeconds: 1
    """
        .formatted(image("1"));
  }

  private String restarted() {
    return """
    terminationGracePeriodSeconds: 0
    containers:
    - {name: app, image: %s, args: [hang], envFrom: [{secretRef: {name: spinning}}]}
    """
        .formatted(image("1"));
  }

  String pinned() {
    return """
    containers:
    - {name: app, image: %s, env: [{name: PLAIN, value: %s}]}
    """
        .formatted(image("0"), quoted(LOOSE));
  }

  Map<String, String> pods() {
    return Map.of(
        "crashing", crashing(),
        "restarted", restarted(),
        "probed", probed(),
        "keyless", withoutKey(),
        "unstartable", unstartable(),
        "rotated", outlivingItsSecret());
  }

  String record() {
    String image = cluster.image("canary/app", "1");
    StringBuilder services = new StringBuilder("services:\n");
    Stream.concat(pods().keySet().stream(), ECHOED.stream())
        .forEach(
            name ->
                services.append(
                    "- {name: %s, image: %s, digest: \"%s\"%s}\n"
                        .formatted(
                            name,
                            image.substring(0, image.indexOf('@')),
                            image.substring(image.indexOf('@') + 1),
                            rules(name))));
    return Manifests.record("canary", services.toString());
  }

  private static String rules(String service) {
    return switch (service) {
      case "probed" -> ", secrets: " + RULES;
      case "restarted" -> ", secrets: [{name: spinning, keys: [VALUE]}]";
      default -> "";
    };
  }
}

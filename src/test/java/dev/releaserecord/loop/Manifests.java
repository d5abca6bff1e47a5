package dev.releaserecord.loop;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Objects as a team writes them, each as YAML. Grace periods are short: pods are not the point. */
public final class Manifests {

  public static final String PREFIX = "registry.example.com/team";

  private Manifests() {}

  /** A digest; another word gives another one. */
  public static String digest(String word) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a container of the service runs once it is pinned to the digest of that word. */
  public static String image(String service, String word) {
    return PREFIX + "/" + service + "@" + digest(word);
  }

  public static String deployment(String name, String image) {
    return deployment(name, 1, containers(name, image));
  }

  public static String deployment(String name, int replicas, String podSpec) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s, labels: {app: %1$s}}
    spec:
      replicas: %2$d
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata: {labels: {app: %1$s}}
        spec:
    %3$s\
    """
        .formatted(name, replicas, podSpec.indent(6));
  }

  public static String statefulSet(String name, int replicas, String podSpec) {
    return """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: %1$s, labels: {app: %1$s}}
    spec:
      replicas: %2$d
      serviceName: %1$s
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata: {labels: {app: %1$s}}
        spec:
    %3$s\
    """
        .formatted(name, replicas, podSpec.indent(6));
  }

  public static String daemonSet(String name, String podSpec) {
    return """
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: %1$s, labels: {app: %1$s}}
    spec:
      selector: {matchLabels: {app: %1$s}}
      updateStrategy: {rollingUpdate: {maxUnavailable: 100%%}}
      template:
        metadata: {labels: {app: %1$s}}
        spec:
    %2$s\
    """
        .formatted(name, podSpec.indent(6));
  }

  /** Its first run is months away; it carries no label at all. */
  public static String cronJob(String name, String podSpec) {
    return """
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: %1$s}
    spec:
      schedule: "0 0 1 1 *"
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Never
    %2$s\
    """
        .formatted(name, podSpec.indent(10));
  }

  /** A volume for that claim of the namespace, named after both: nobody makes volumes here. */
  public static String volume(String namespace, String claim, String size) {
    return """
    apiVersion: v1
    kind: PersistentVolume
    metadata: {name: %1$s-%2$s}
    spec:
      capacity: {storage: %3$s}
      accessModes: [ReadWriteOnce]
      hostPath: {path: %4$s/%1$s-%2$s}
      claimRef: {namespace: %1$s, name: %2$s}
    """
        .formatted(namespace, claim, size, Path.of("target", "volumes").toAbsolutePath());
  }

  /** A pod spec with one container. */
  public static String containers(String name, String image) {
    return """
    terminationGracePeriodSeconds: 0
    containers:
    - {name: %s, image: "%s"}
    """
        .formatted(name, image);
  }

  /** A record; prefix and settle time are given unless the text has its own. */
  public static String record(String name, String spec) {
    StringBuilder text = new StringBuilder();
    if (!spec.contains("imagePrefix:")) {
      text.append("imagePrefix: ").append(PREFIX).append('\n');
    }
    if (!spec.contains("settle:")) {
      text.append("settle: 0s\n");
    }
    text.append(spec);
    return """
    apiVersion: releaserecord.dev/v1
    kind: ReleaseRecord
    metadata: {name: %s}
    spec:
    %s\
    """
        .formatted(name, text.toString().indent(2));
  }

  /** A record of one service with the digest of that word. */
  public static String record(String name, String service, String word) {
    return record(
        name,
        """
        services:
        - {name: %s, digest: "%s"}
        """
            .formatted(service, digest(word)));
  }
}

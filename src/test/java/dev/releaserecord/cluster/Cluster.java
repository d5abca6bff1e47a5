package dev.releaserecord.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A running cluster with our custom resource definitions, shared by all test classes of a run. */
public interface Cluster {

  /** What kind it is. */
  Flavour flavour();

  /** Which 1.x of Kubernetes it is. */
  default int minor() {
    return Integer.parseInt(client().getKubernetesVersion().getMinor().replaceAll("\\D", ""));
  }

  /** The administrator's client, of no namespace. Closed with the cluster, not by tests. */
  KubernetesClient client();

  /**
   * A client of somebody who may do only what RBAC gives to that user and those groups. Closed with
   * the cluster.
   */
  KubernetesClient clientFor(String user, String... groups);

  /** The administrator's kubeconfig, for programs. */
  Path kubeconfig();

  /**
   * That user's kubeconfig, for programs; the same identity as {@link #clientFor}.
   *
   * @throws UnsupportedOperationException where users are played by impersonation, which not every
   *     program reads from a file
   */
  Path kubeconfigFor(String user, String... groups);

  /** Runs kubectl as the administrator. Any exit code is an answer. */
  default CommandResult kubectl(String... arguments) {
    return kubectl(Map.of(), arguments);
  }

  /**
   * The same with more in its environment.
   *
   * @param environment such as {@code KUBE_EDITOR}
   */
  CommandResult kubectl(Map<String, String> environment, String... arguments);

  /** The API server's log of requests, where it can be read. */
  Optional<Path> auditLog();

  /**
   * Pushes a small test image to the cluster's registry.
   *
   * @param repository such as {@code gobee/users}
   * @param seed another seed makes another digest
   * @return {@code <registry>/<repository>@sha256:…}
   * @throws UnsupportedOperationException on a flavour without a registry
   */
  String image(String repository, String seed);

  /**
   * The same, with a real PostgreSQL: {@code /bin/postgres}, {@code initdb}, {@code psql} and a
   * shell, for pods that say what to run. It does not run as root.
   */
  String postgresImage(String repository, String seed);
}

package dev.releaserecord.rollout;

/**
 * The place of a container in a pod template. A sidecar is an init container with {@code
 * restartPolicy: Always} (Kubernetes documentation, "Sidecar Containers").
 */
public enum ContainerRole {
  Init,
  Sidecar,
  Main
}

package dev.releaserecord.api;

/** What follows when a Secret or ConfigMap changes after the pods started. */
public enum ConfigChangeMode {
  /** A warning names what changed and which pods still run on the old values. */
  Report,
  /** The pods are restarted, one service first, then the others. */
  Restart,
  /** Nothing is said. */
  Ignore
}

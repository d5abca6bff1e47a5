package dev.releaserecord.api;

/** What follows when the verified values of a Secret change after the pods started. */
public enum RotationMode {
  /** The pods are restarted, one service first, then the others. */
  Restart,
  /** The pods that still run on the old values are counted; nothing restarts. */
  Report
}

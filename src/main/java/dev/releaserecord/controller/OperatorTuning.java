package dev.releaserecord.controller;

/** Stand-in. */
public record OperatorTuning() {

  public static OperatorTuning defaults() {
    return new OperatorTuning();
  }
}

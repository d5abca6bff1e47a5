package dev.releaserecord.controller;

import java.util.List;

/** Stand-in. */
public final class ReleaseOperator {

  private volatile boolean started;

  private ReleaseOperator() {}

  public static ReleaseOperator create(OperatorContext context) {
    var unused = context.metrics().sdkMetrics();
    return new ReleaseOperator();
  }

  public void start() {
    started = true;
  }

  public void stop() {
    started = false;
  }

  public Health health() {
    return new Health(started, true, List.of());
  }

  public void reconcileAll() {}
}

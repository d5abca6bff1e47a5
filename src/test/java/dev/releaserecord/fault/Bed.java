package dev.releaserecord.fault;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.fault.proxy.Upstream;
import dev.releaserecord.fault.recorder.Recorder;
import dev.releaserecord.loop.LocalOperator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What all runs share. */
record Bed(Cluster cluster, Upstream upstream, Recorder recorder, ExecutorService undertakers)
    implements AutoCloseable {

  static Bed on(Cluster cluster) {
    return new Bed(
        cluster,
        Upstream.of(cluster.kubeconfig()),
        Recorder.start(cluster.client()),
        Executors.newVirtualThreadPerTaskExecutor());
  }

  /** Stops an operator that is cut off, behind the runs: it waits for answers that never come. */
  void abandon(LocalOperator operator) {
    undertakers.execute(operator::close);
  }

  @Override
  public void close() {
    undertakers.close();
    recorder.close();
  }
}

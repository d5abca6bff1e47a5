package dev.releaserecord.fault;

import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.fault.proxy.Upstream;
import dev.releaserecord.fault.recorder.Recorder;

/** What all runs share. */
record Bed(Cluster cluster, Upstream upstream, Recorder recorder) implements AutoCloseable {

  static Bed on(Cluster cluster) {
    return new Bed(cluster, Upstream.of(cluster.kubeconfig()), Recorder.start(cluster.client()));
  }

  @Override
  public void close() {
    recorder.close();
  }
}

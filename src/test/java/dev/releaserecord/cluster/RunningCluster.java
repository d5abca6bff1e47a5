package dev.releaserecord.cluster;

/** A cluster as the run sees it that has to end it, or to leave it as it was. */
interface RunningCluster extends Cluster, AutoCloseable {

  /** Whether it outlives the run, so that what tests made there has to go. */
  boolean staysUp();

  @Override
  void close();
}

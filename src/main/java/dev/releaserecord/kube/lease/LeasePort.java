package dev.releaserecord.kube.lease;

import java.util.Optional;
import java.util.function.Consumer;

/** The one Lease of an election, wherever it is kept. No method throws for an expected outcome. */
interface LeasePort {

  /** What became of a write. */
  sealed interface Written {
    /** It stands; the lease carries its new version. */
    record Done(LeaseView lease) implements Written {}

    /** Somebody else was first, or the lease is gone: read it before the next attempt. */
    record Lost() implements Written {}

    /** Nothing is known: the API server refused, or gave no answer. */
    record Failed(String why) implements Written {}
  }

  /** What became of a read. */
  sealed interface Read {
    /** The lease, or empty if there is none. */
    record Found(Optional<LeaseView> lease) implements Read {}

    /** The API server refused, or gave no answer. */
    record Failed(String why) implements Read {}
  }

  Read read();

  Written create(LeaseView lease);

  /** Replaces the lease if it still has the version that this view carries. */
  Written update(LeaseView lease);

  /**
   * Tells of the lease now and of every change from now on; empty means that there is none. The
   * listener must not block.
   */
  AutoCloseable watch(Consumer<Optional<LeaseView>> listener);
}

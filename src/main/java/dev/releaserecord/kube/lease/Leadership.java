package dev.releaserecord.kube.lease;

/** Whether this process is the one that may change the cluster. */
public interface Leadership {

  /**
   * True only while this process holds the lease by its own clock. To be asked directly before
   * every write: it turns false by the mere passing of time, so that a process that was frozen and
   * wakes up is told no before anything was renewed, lost or noticed.
   */
  boolean mayWrite();

  /**
   * Runs the action each time this process begins to lead, and at once if it leads already: what a
   * follower saw and left alone has to be looked at anew. The action runs in a thread of its own,
   * so that slow work cannot delay a renewal.
   */
  void onElected(Runnable action);
}

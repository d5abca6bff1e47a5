package dev.releaserecord.kube.lease;

/** Leader election switched off: nothing was ever held back, so nobody has to be told of a win. */
public final class AlwaysLeader implements Leadership {

  @Override
  public boolean mayWrite() {
    return true;
  }

  @Override
  public void onElected(Runnable action) {
    // Never elected: this process writes from the first pass on.
  }
}

package dev.releaserecord.fault.proxy;

/** Open, or holding back whoever wants to pass. */
final class Gate {

  private boolean open = true;

  synchronized void shut() {
    open = false;
  }

  synchronized void open() {
    open = true;
    notifyAll();
  }

  synchronized void pass() {
    try {
      while (!open) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.releaserecord.kube.write;

/** Asked directly before every write whether this process may write at this instant. */
@FunctionalInterface
public interface WriteGate {
  boolean open();
}

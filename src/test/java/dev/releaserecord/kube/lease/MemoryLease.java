package dev.releaserecord.kube.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A lease that behaves like the API server's: an update of an old version loses. */
final class MemoryLease implements LeasePort {

  private final List<Consumer<Optional<LeaseView>>> listeners = new ArrayList<>();
  private @Nullable LeaseView stored;
  private int version;
  private @Nullable String outage;
  private boolean answersLost;
  private Runnable beforeWrite = () -> {};
  int reads;
  int writes;

  /** From now on every request fails for this reason, until null. */
  synchronized void fail(@Nullable String why) {
    outage = why;
  }

  /** From now on writes stand, but the answer never arrives. */
  synchronized void loseAnswers(boolean lose) {
    answersLost = lose;
  }

  /** What happens elsewhere between the decision to write and the write. */
  void beforeWrite(Runnable action) {
    beforeWrite = action;
  }

  synchronized Optional<LeaseView> stored() {
    return Optional.ofNullable(stored);
  }

  synchronized void delete() {
    stored = null;
    announce();
  }

  @Override
  public synchronized Read read() {
    reads++;
    return outage == null ? new Read.Found(stored()) : new Read.Failed(outage);
  }

  @Override
  public Written create(LeaseView lease) {
    beforeWrite.run();
    synchronized (this) {
      return stored == null ? write(lease) : lost();
    }
  }

  @Override
  public Written update(LeaseView lease) {
    beforeWrite.run();
    synchronized (this) {
      LeaseView now = stored;
      return now != null && now.version().equals(lease.version()) ? write(lease) : lost();
    }
  }

  @Override
  public synchronized AutoCloseable watch(Consumer<Optional<LeaseView>> listener) {
    listeners.add(listener);
    listener.accept(stored());
    return () -> {};
  }

  private Written lost() {
    writes++;
    return outage == null ? new Written.Lost() : new Written.Failed(outage);
  }

  private Written write(LeaseView lease) {
    writes++;
    if (outage != null) {
      return new Written.Failed(outage);
    }
    version++;
    LeaseView written =
        new LeaseView(
            lease.holder(),
            lease.duration(),
            lease.acquired(),
            lease.renewed(),
            lease.transitions(),
            Integer.toString(version));
    stored = written;
    announce();
    return answersLost ? new Written.Failed("no answer") : new Written.Done(written);
  }

  private void announce() {
    listeners.forEach(listener -> listener.accept(stored()));
  }
}

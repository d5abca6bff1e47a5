package dev.releaserecord.worlds;

import dev.releaserecord.api.ReleaseRecordStatus;
import java.time.Duration;

/** A status of the record, with its hash at hand. */
final class Told {

  static final Told NOTHING = new Told(ReleaseRecordStatus.EMPTY);

  private final ReleaseRecordStatus status;
  private final int hash;

  Told(ReleaseRecordStatus status) {
    this.status = status;
    this.hash = status.hashCode();
  }

  ReleaseRecordStatus status() {
    return status;
  }

  Told shifted(Duration by) {
    return new Told(Ages.shift(status, by));
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Told told && hash == told.hash && status.equals(told.status));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}

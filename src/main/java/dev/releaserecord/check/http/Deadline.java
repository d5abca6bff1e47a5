package dev.releaserecord.check.http;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** The instant by which an attempt has to be over, whatever the other side does. */
public final class Deadline {

  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** What is left, at least a millisecond: 0 would be for ever to a socket. */
  int millis() throws SocketTimeoutException {
    long left = (end - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException("the time is over");
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }
}

package dev.releaserecord.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes an ahead-of-time cache that does not tell when it was made. JDK 25 writes the same bytes
 * for the same list of classes, but for the clocks of soft references among the objects that it
 * stores: milliseconds since the machine was started. Two caches that were made one after the other
 * differ in these, in the two checksums of the header, and in nothing else; both are set to 0.
 *
 * <p>A soft reference with that clock may be cleared at the first collection, as every one may that
 * was written on a machine which runs for longer than the one that reads it. Checksums are looked
 * at only with {@code -XX:+VerifySharedSpaces}, which is not the default.
 */
final class SteadyCache {

  /** The header has numbers of four bytes, what follows it has clocks of eight. */
  private static final int HEADER = 4096;

  /** Some hundred are usual; more than that are no clocks. */
  private static final int MOST = 5_000;

  private SteadyCache() {}

  /**
   * @param first a cache
   * @param second another one, of the same list and the same jars
   * @param result what both are but for their clocks
   * @throws IOException also if they differ in more
   */
  static void write(Path first, Path second, Path result) throws IOException {
    Files.write(result, steady(Files.readAllBytes(first), Files.readAllBytes(second)));
  }

  static byte[] steady(byte[] first, byte[] second) throws IOException {
    if (first.length != second.length) {
      throw new IOException(
          "two caches of the same classes have %d and %d bytes: nothing to be made steady of"
              .formatted(first.length, second.length));
    }
    ByteBuffer one = ByteBuffer.wrap(first.clone()).order(ByteOrder.nativeOrder());
    ByteBuffer other = ByteBuffer.wrap(second).order(ByteOrder.nativeOrder());
    int found = 0;
    for (int at = 0;
        at + Long.BYTES <= first.length;
        at += at < HEADER ? Integer.BYTES : Long.BYTES) {
      if (at < HEADER && one.getInt(at) != other.getInt(at)) {
        one.putInt(at, 0);
        found++;
      } else if (at >= HEADER && one.getLong(at) != other.getLong(at)) {
        one.putLong(at, 0);
        found++;
      }
    }
    if (found > MOST) {
      throw new IOException(
          "two caches of the same classes differ in " + found + " places: more than clocks");
    }
    return one.array();
  }
}

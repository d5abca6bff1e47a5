package dev.releaserecord.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class SteadyCacheTest {

  private static final int SIZE = 1 << 20;
  private static final int SUM = 312;
  private static final int CLOCK = 8192;

  private static ByteBuffer cache(long clock, int sum) {
    ByteBuffer cache = ByteBuffer.allocate(SIZE).order(ByteOrder.nativeOrder());
    for (int at = 0; at < SIZE; at += Long.BYTES) {
      cache.putLong(at, 0x0102030405060708L * at);
    }
    return cache.putInt(SUM, sum).putLong(CLOCK, clock);
  }

  @Test
  void ofTwoPairsTheSameIsLeft() throws IOException {
    byte[] monday = SteadyCache.steady(cache(1, 1).array(), cache(2, 2).array());
    byte[] friday = SteadyCache.steady(cache(1L << 40, 7).array(), cache(3L << 40, 9).array());
    assertThat(monday).isEqualTo(friday).isEqualTo(cache(0, 0).array());
  }

  /** A long machine has a clock beyond 32 bits of which the upper half does not change. */
  @Test
  void aClockIsTakenAsAWhole() throws IOException {
    long late = 5L << 32;
    assertThat(SteadyCache.steady(cache(late + 1, 1).array(), cache(late + 2, 2).array()))
        .isEqualTo(cache(0, 0).array());
  }

  @Test
  void whatDiffersInMoreThanClocksIsNone() {
    byte[] other = cache(2, 2).array();
    for (int at = 2 * CLOCK; at < SIZE; at++) {
      other[at] ^= 1;
    }
    assertThatThrownBy(() -> SteadyCache.steady(cache(1, 1).array(), other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than clocks");
  }

  @Test
  void anotherSizeIsAnotherCache() {
    assertThatThrownBy(() -> SteadyCache.steady(new byte[SIZE], new byte[SIZE / 2]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(String.valueOf(SIZE));
  }
}

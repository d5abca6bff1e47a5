package dev.releaserecord.kube.cache.projection;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads fields that may be absent, empty or a zero value: all three mean that nobody said. */
final class Fields {

  private static final String GAP = " … ";
  private static final int MESSAGE = 1_024;

  private Fields() {}

  static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }

  /** A text that many objects have in common: there is one copy of it. */
  static String word(@Nullable String value) {
    return value == null || value.isEmpty() ? "" : value.intern();
  }

  /**
   * A text of at most that many characters. What is too long loses its middle: what failed stands
   * at the beginning, and why at the end (an image pull names the image four times between them).
   */
  static String cut(@Nullable String value, int limit) {
    if (value == null || value.length() <= limit) {
      return text(value);
    }
    int room = limit - GAP.length() - 1; // one in reserve: whole() may step back
    int head = whole(value, room / 2);
    int tail = whole(value, value.length() - (room - head));
    return value.substring(0, head) + GAP + value.substring(tail);
  }

  /** Half of a character of two cannot be written as JSON. */
  private static int whole(String value, int index) {
    return Character.isLowSurrogate(value.charAt(index)) ? index - 1 : index;
  }

  /** What a controller, a runtime or a program says, in a length that thousands may have. */
  static String message(@Nullable String value) {
    return cut(value, MESSAGE);
  }

  static int number(@Nullable Integer value, int otherwise) {
    return Objects.requireNonNullElse(value, otherwise);
  }

  /** Runtimes write the epoch for a moment that never was. */
  static @Nullable Instant instant(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    try {
      Instant instant = Instant.parse(value);
      return instant.isAfter(Instant.EPOCH) ? instant : null;
    } catch (DateTimeParseException _) {
      return null;
    }
  }

  /** For what the API server itself writes, always. */
  static Instant moment(@Nullable String value) {
    return Objects.requireNonNullElse(instant(value), Instant.EPOCH);
  }

  /** The API server writes some empty lists as null. */
  static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}

package dev.releaserecord.worlds;

/**
 * A copy of an object, as a watch told it or a write left it.
 *
 * @param behind how many writes to the object the copy has not seen; what is further back than
 *     {@link #FAR} is told apart no more
 */
record Copy<T>(T value, int behind) {

  static final int FAR = 9;

  static <T> Copy<T> fresh(T value) {
    return new Copy<>(value, 0);
  }

  Copy<T> aged() {
    return behind == FAR ? this : new Copy<>(value, behind + 1);
  }

  /** As the API server would number it. */
  String resourceVersion() {
    return String.valueOf(5000 - behind);
  }
}

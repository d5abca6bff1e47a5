package dev.releaserecord.app.check;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what somebody wrote and nobody understood: it is missing where that is written again. */
final class Lost {

  private Lost() {}

  /**
   * The path of the first field.
   *
   * @param understood the same, read and written again, without what is empty
   * @param at path of the two
   */
  static Optional<String> first(@Nullable Object written, @Nullable Object understood, String at) {
    return all(written, understood, at).findFirst();
  }

  private static Stream<String> all(
      @Nullable Object written, @Nullable Object understood, String at) {
    if (written instanceof Map<?, ?> fields) {
      Map<?, ?> known = understood instanceof Map<?, ?> map ? map : Map.of();
      return fields.entrySet().stream()
          .filter(field -> !empty(field.getValue()))
          .flatMap(
              field -> {
                String path = at + "." + field.getKey();
                return known.containsKey(String.valueOf(field.getKey()))
                    ? all(field.getValue(), known.get(String.valueOf(field.getKey())), path)
                    : Stream.of(path);
              });
    }
    if (written instanceof List<?> items && understood instanceof List<?> others) {
      return IntStream.range(0, Math.min(items.size(), others.size()))
          .boxed()
          .flatMap(i -> all(items.get(i), others.get(i), at + "[" + i + "]"));
    }
    return Stream.empty();
  }

  private static boolean empty(@Nullable Object value) {
    return value == null
        || (value instanceof String text && text.isEmpty())
        || (value instanceof Collection<?> items && items.isEmpty())
        || (value instanceof Map<?, ?> fields && fields.values().stream().allMatch(Lost::empty));
  }
}

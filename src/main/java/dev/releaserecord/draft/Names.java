package dev.releaserecord.draft;

import dev.releaserecord.image.ImageReference;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Names of services: labels as Kubernetes has them (RFC 1123), each given once. */
final class Names {

  private static final int LONGEST = 63;

  private final Map<String, Long> segments;
  private final Set<String> taken = new HashSet<>();

  /**
   * @param all repositories that want a name
   */
  Names(Collection<ImageReference> all) {
    this.segments =
        all.stream()
            .collect(Collectors.groupingBy(ImageReference::lastSegment, Collectors.counting()));
  }

  /** The last segment of the repository; with the one before it where others end alike. */
  String of(ImageReference repository) {
    String last = repository.lastSegment();
    boolean alone = segments.getOrDefault(last, 1L) == 1;
    String path = repository.path();
    String before = path.substring(0, Math.max(0, path.length() - last.length() - 1));
    return unique(
        alone || before.isEmpty()
            ? last
            : before.substring(before.lastIndexOf('/') + 1) + "-" + last);
  }

  /** The same, numbered from the second on. */
  String unique(String wish) {
    String name = label(wish, LONGEST);
    for (int i = 2; !taken.add(name); i++) {
      String end = "-" + i;
      name = label(wish, LONGEST - end.length()) + end;
    }
    return name;
  }

  private static String label(String wish, int longest) {
    String text = wish.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String cut = text.substring(0, Math.min(longest + 1, text.length())).replaceAll("^-+", "");
    String name = cut.substring(0, Math.min(longest, cut.length())).replaceAll("-+$", "");
    return name.isEmpty() ? "service" : name;
  }
}

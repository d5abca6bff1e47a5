package dev.releaserecord.cluster;

import java.util.Locale;

/** The namespace of one test class. */
public record TestNamespace(String name) {

  private static final int LONGEST = 63;

  /**
   * A name that tells whose it is: {@code PinningIT} becomes {@code pinning-it-<suffix>}. Cut so
   * that it stays a valid label; the suffix keeps runs on one cluster apart.
   */
  static TestNamespace of(Class<?> testClass, String suffix) {
    String words =
        testClass
            .getSimpleName()
            .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    int room = LONGEST - suffix.length() - 1;
    String cut = words.substring(0, Math.min(words.length(), room));
    String stem = cut.replaceAll("^-+|-+$", "");
    return new TestNamespace((stem.isEmpty() ? "test" : stem) + "-" + suffix);
  }
}

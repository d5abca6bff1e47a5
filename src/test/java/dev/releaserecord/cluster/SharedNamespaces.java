package dev.releaserecord.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which test class saw which namespace: two classes of one run meet here and nowhere else. */
final class SharedNamespaces {

  private static final Map<TestNamespace, Class<?>> SEEN = new ConcurrentHashMap<>();

  private SharedNamespaces() {}

  static void claim(TestNamespace namespace, Class<?> testClass) {
    assertThat(SEEN.putIfAbsent(namespace, testClass)).isIn(null, testClass);
  }
}

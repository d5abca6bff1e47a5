package dev.releaserecord.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestNamespaceTest {

  private static final class PinningIT {}

  private static final class HTTPCheckUnderARBACDenialIT {}

  private static final class __Odd_Name$IT {}

  private static final class AClassWhoseNameGoesOnAndOnUntilNoLabelOfKubernetesCouldEverHoldItIT {}

  @Test
  void tellsWhoseItIs() {
    assertThat(name(PinningIT.class)).isEqualTo("pinning-it-a1b2c3");
    assertThat(name(HTTPCheckUnderARBACDenialIT.class))
        .isEqualTo("http-check-under-arbac-denial-it-a1b2c3");
  }

  @Test
  void isAValidLabelWhateverTheClassIsCalled() {
    assertThat(name(__Odd_Name$IT.class)).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    assertThat(name(AClassWhoseNameGoesOnAndOnUntilNoLabelOfKubernetesCouldEverHoldItIT.class))
        .hasSizeLessThanOrEqualTo(63)
        .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?")
        .endsWith("-a1b2c3");
  }

  private static String name(Class<?> testClass) {
    return TestNamespace.of(testClass, "a1b2c3").name();
  }
}

package dev.releaserecord.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordingTest {

  @Test
  void whoNeedsIt() {
    assertThat(Wording.need(List.of("a"))).isEqualTo("a needs");
    assertThat(Wording.need(List.of("a", "b"))).isEqualTo("a and b need");
    assertThat(Wording.need(List.of("a", "b", "c"))).isEqualTo("a, b and c need");
    assertThat(Wording.need(List.of("a", "b", "c", "d", "e"))).isEqualTo("a, b, c and 2 more need");
  }
}

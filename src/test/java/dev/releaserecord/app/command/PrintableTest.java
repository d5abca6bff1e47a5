package dev.releaserecord.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a terminal is never sent. */
class PrintableTest {

  @Test
  void aLineIsOneLine() {
    assertThat(Printable.line(" one\r\n\ttwo\u0000 three ")).isEqualTo("one two three");
    assertThat(Printable.line("\u001b[2J\u001b[1;31mred\u001b[0m\u001b]0;x\u001b\\"))
        .isEqualTo("red");
    assertThat(Printable.line("a\u202eb\u2066c\u200fd")).isEqualTo("abcd");
    assertThat(Printable.line("naïve 🙂 →")).isEqualTo("naïve 🙂 →");
  }

  @Test
  void linesKeepTheirBegin() {
    assertThat(Printable.lines("a\n\tb  \n\n\u001b[31m  c\u0007"))
        .containsExactly("a", "  b", "", "  c");
    assertThat(Printable.block("a\nb")).isEqualTo("a\nb\n");
    assertThat(Printable.block("")).isEmpty();
  }
}

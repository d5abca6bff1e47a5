package dev.releaserecord.kube.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.secret.fact.Flaw;
import dev.releaserecord.secret.fact.Format;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {

  /** A flaw, or nothing where the text has the format. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "ok",
      value = {
        "Port, 1, ok",
        "Port, 5432, ok",
        "Port, 65535, ok",
        "Port, 65536, OutOfRange",
        "Port, 99999999999999999999, OutOfRange",
        "Port, 0, LeadingZero",
        "Port, 05432, LeadingZero",
        "Port, +5432, NotDecimal",
        "Port, -1, NotDecimal",
        "Port, 5432.0, NotDecimal",
        "Port, 0x50, NotDecimal",
        "Port, tcp://10.0.0.1:80, NotDecimal",
        "Port, ٥٤٣٢, NotDecimal",
        "Port, '5432 ', BlankEnds",
        "Port, '', Empty",
        "Integer, 0, ok",
        "Integer, -12, ok",
        "Integer, +12, ok",
        "Integer, 007, ok",
        "Integer, 123456789012345678901234567890, ok",
        "Integer, -, NotDecimal",
        "Integer, 1e3, NotDecimal",
        "Integer, '1,000', NotDecimal",
        "Boolean, true, ok",
        "Boolean, false, ok",
        "Boolean, True, NotBoolean",
        "Boolean, 1, NotBoolean",
        "Boolean, yes, NotBoolean",
        "Boolean, ' true', BlankEnds",
        "Hex, 00ffAB, ok",
        "Hex, abc, OddLength",
        "Hex, 0xff, NotHexadecimal",
        "Hex, gg, NotHexadecimal",
        "URLSafe, Abc-123._~, ok",
        "URLSafe, a/b, NeedsEscaping",
        "URLSafe, a+b, NeedsEscaping",
        "URLSafe, a%20b, NeedsEscaping",
        "URLSafe, a b, NeedsEscaping",
        "URLSafe, ü, NeedsEscaping",
        "Base64, YWJj, ok",
        "Base64, YWI=, ok",
        "Base64, YQ==, ok",
        "Base64, a+/=, ok",
        "Base64, YQ=, WrongPadding",
        "Base64, YWI, WrongPadding",
        "Base64, =, WrongPadding",
        "Base64, Y=Q=, WrongPadding",
        "Base64, YWJj====, WrongPadding",
        "Base64, a-_=, UrlAlphabet",
        "Base64, YW!j, NotBase64",
        "Hostname, localhost, ok",
        "Hostname, postgres-staging, ok",
        "Hostname, gobee-sbx.c1x2.us-west-2.rds.amazonaws.com, ok",
        "Hostname, users.gobee.svc., ok",
        "Hostname, 3com.example, ok",
        "Hostname, 10.0.0.1, ok",
        "Hostname, ::1, ok",
        "Hostname, 2001:db8::8a2e:370:7334, ok",
        "Hostname, ::ffff:10.0.0.1, ok",
        "Hostname, 10.0.0.256, NotAddress",
        "Hostname, 10.0.0, NotAddress",
        "Hostname, 10.0.0.1., NotAddress",
        "Hostname, 1234, NotAddress",
        "Hostname, users:8080, HasPort",
        "Hostname, 10.0.0.1:80, HasPort",
        "Hostname, '[::1]:80', HasPort",
        "Hostname, '[::1]', NotHostname",
        "Hostname, http://users, HasScheme",
        "Hostname, users/path, NotHostname",
        "Hostname, user@host, NotHostname",
        "Hostname, -users, NotHostname",
        "Hostname, users-, NotHostname",
        "Hostname, us_ers, NotHostname",
        "Hostname, a..b, NotHostname",
        "Hostname, ., NotHostname",
        "Hostname, 'a b', NotHostname",
        "Hostname, bücher.example, NotHostname",
        "Hostname, 1:2:3, NotHostname",
      })
  void eachHasItsRule(Format format, String text, @Nullable Flaw flaw) {
    assertThat(Formats.flaws(text, null).get(format)).isEqualTo(flaw);
  }

  @Test
  void longNames() {
    String label = "a".repeat(63);
    String name = String.join(".", label, label, label, "a".repeat(61));

    assertThat(hostname(label)).isEmpty();
    assertThat(hostname(label + "a")).contains(Flaw.NotHostname);
    assertThat(hostname(name)).isEmpty();
    assertThat(hostname(name + ".")).isEmpty();
    assertThat(hostname(name + "a")).contains(Flaw.TooLong);
  }

  private static Optional<Flaw> hostname(String text) {
    return Optional.ofNullable(Formats.hostname(text));
  }

  /** A mebibyte of anything is answered, and by no exception. */
  @Test
  void anyTextHasAnAnswer() {
    Random random = new Random(20251020);
    String pieces = "aZ09+/=-_.~:@%[]{}\n\r\t é\u0000\uD800/?#";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(24); length >= 0; length--) {
        text.append(pieces.charAt(random.nextInt(pieces.length())));
      }
      String any = text.toString();
      Map<Format, Flaw> flaws = Formats.flaws(any, ConnectionUrl.read(any).flaw());
      if (any.isBlank()) {
        assertThat(flaws).hasSize(Format.values().length);
      }
    }
    for (String unit : new String[] {"a", "=", "-", "a.", ":", "%", "[", "a@", "1", " ", "x:"}) {
      String large = unit.repeat((1 << 20) / unit.length());
      assertThat(Formats.flaws(large, ConnectionUrl.read(large).flaw())).isNotEmpty();
      assertThat(Placeholders.is(large)).isFalse();
    }
  }
}

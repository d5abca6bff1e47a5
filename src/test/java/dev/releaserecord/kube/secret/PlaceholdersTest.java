package dev.releaserecord.kube.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "changeme",
        "CHANGE_ME",
        "change-me",
        "Change Me",
        "changeme\n",
        "replace_me",
        "REPLACE_WITH_PASSWORD",
        "replace-this",
        "placeholder",
        "testnet-placeholder",
        "TODO",
        "tbd",
        "xxx",
        "XXXXXXXX",
        "****",
        "...",
        "…",
        "<password>",
        "<your password here>",
        "your-api-key",
        "YOUR_API_KEY",
        "insert-token-here",
        "${DB_PASSWORD}",
        "$(DB_PASSWORD)",
        "$DB_PASSWORD",
        "{{ .Values.password }}",
        "__PASSWORD__",
        "%PASSWORD%",
        "@PASSWORD@",
        "@@PASSWORD@@",
        "postgres://bowmark:<PW>@postgres:5432/db",
        "redis://:PASSWORD@redis-staging:6379/0",
        "amqp://robson_staging:PASSWORD@rabbitmq-staging:5672",
        "postgres://${USER}:x1@h/db",
        "postgres://u:changeme@h/db"
      })
  void isOne(String value) {
    assertThat(Placeholders.is(value)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "kX3vBq9sTf",
        "p<a>ss",
        "a{b}c",
        "p$ord",
        "pa$$w0rd",
        "password",
        "PASSWORD",
        "[1, 2]",
        "{\"a\": \"b\"}",
        "(abc)",
        "<a><b>",
        "yourself",
        "todo-list",
        "xx",
        "postgres://u:p@h/db",
        "https://example.com/your-path",
        "https://h/a@b",
        "users",
        "django-insecure-staging-8dk2"
      })
  void isNone(String value) {
    assertThat(Placeholders.is(value)).isFalse();
  }

  @Test
  void whatIsMadeByChanceIsNone() {
    Random random = new Random(20251020);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[8 + random.nextInt(32)];
      random.nextBytes(bytes);
      assertThat(Placeholders.is(Base64.getEncoder().encodeToString(bytes))).isFalse();
      StringBuilder printable = new StringBuilder();
      random.ints(20, '!', '~' + 1).forEach(printable::appendCodePoint);
      assertThat(Placeholders.is(printable.toString())).as("%s", printable).isFalse();
    }
  }
}

package dev.releaserecord.kube.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.secret.fact.Flaw;
import dev.releaserecord.secret.fact.UrlPart;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgres://u:p@h:5433/db?sslmode=require | User=u Password=p Host=h Port=5433 Path=db",
        "postgres://u:p%40%2F%25%23@h/db          | User=u Password=p@/%# Host=h Port=5432 Path=db",
        "postgres://u%20v:@h                      | User=u v Password= Host=h Port=5432",
        "postgres://u@h1:1,h2:2/db                | User=u Host=h1,h2 Port=1,2 Path=db",
        "postgres://u@h1:1,h2:1/db                | User=u Host=h1,h2 Port=1 Path=db",
        "postgresql://h1,h2/db                    | Host=h1,h2 Port=5432 Path=db",
        "jdbc:postgresql://h:5432/db              | Host=h Port=5432 Path=db",
        "redis://:pw@redis-staging:6379/0         | Password=pw Host=redis-staging Port=6379"
            + " Path=0",
        "amqp://u:p@mq:5672                       | User=u Password=p Host=mq Port=5672",
        "amqp://u:p@mq/%2Fvhost                   | User=u Password=p Host=mq Port=5672"
            + " Path=/vhost",
        "mongodb+srv://u:p@cluster.example/db     | User=u Password=p Host=cluster.example Path=db",
        "http://[2001:db8::1]:8080/               | Host=2001:db8::1 Port=8080",
        "HTTPS://Example.com                      | Host=Example.com Port=443",
        "https://h/a/b@c                          | Host=h Port=443 Path=a/b@c",
        "custom://h                               | Host=h",
        "https://u:p@h/a?mail=b@c                 | User=u Password=p Host=h Port=443 Path=a",
        "postgres://u:a:b;c=d@h                   | User=u Password=a:b;c=d Host=h Port=5432",
        "postgres://u@%2Fvar%2Frun/db             | User=u Host=/var/run Port=5432 Path=db",
        "nats://u:p@my_nats:4222                  | User=u Password=p Host=my_nats Port=4222",
        "https://h?x=100%                         | Host=h Port=443",
        "https://h#@                              | Host=h Port=443",
      })
  void parts(String text, String parts) {
    ConnectionUrl url = ConnectionUrl.read(text);
    Map<UrlPart, String> found = new TreeMap<>();
    url.parts().forEach((part, bytes) -> found.put(part, new String(bytes, UTF_8)));
    StringBuilder written = new StringBuilder();
    found.forEach((part, value) -> written.append(part).append('=').append(value).append(' '));

    assertThat(url.flaw()).isNull();
    assertThat(written.toString().trim()).isEqualTo(parts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host:5432/db                   | NoScheme",
        "postgres:/h/db                 | NoScheme",
        "://h                           | NoScheme",
        "1a://h                         | NoScheme",
        "jdbc:sqlite:file.db            | NoScheme",
        "''                             | NoScheme",
        "sqlite:///data/file.db         | NoHost",
        "postgres://                    | NoHost",
        "postgres://u:p@/db             | NoHost",
        "postgres://u:p@:5432/db        | NoHost",
        "postgres://u:p@h,,i/db         | NoHost",
        "postgres://u:p@h:/db           | BadPort",
        "postgres://u:p@h:99999/db      | BadPort",
        "postgres://u:p@h:54x2/db       | BadPort",
        "postgres://u:p@h:$(PORT)/db    | BadPort",
        "postgres://u:p@h:1:2/db        | BadPort",
        "postgres://u:p@[h]/db          | BadHost",
        "postgres://u:p@[::1]x/db       | BadHost",
        "postgres://u:p@[::1            | NoHost",
        "postgres://u:p@<HOST>/db       | BadHost",
        "postgres://u:p@ss@h/db         | UserInfoNotEncoded",
        "postgres://u:p/ss@h/db         | UserInfoNotEncoded",
        "postgres://u:p#ss@h/db         | UserInfoNotEncoded",
        "postgres://u:p@s/s@h/db        | UserInfoNotEncoded",
        "postgres://u:p@s/w%rd#1@h/db   | UserInfoNotEncoded",
        "postgres://u:p?ss@h/db         | UserInfoNotEncoded",
        "postgres://u:<PW>@h/db         | UserInfoNotEncoded",
        "postgres://u:pé@h/db           | UserInfoNotEncoded",
        "postgres://u:p^@h/db           | UserInfoNotEncoded",
        "postgres://u:100%@h/db         | BadEscape",
        "postgres://u:%zz@h/db          | BadEscape",
        "https://h/100%                 | BadEscape",
        "'postgres://u:p p@h/db'        | ControlCharacter",
        "'https://h/a b'                | ControlCharacter",
      })
  void whatIsNone(String text, Flaw flaw) {
    ConnectionUrl url = ConnectionUrl.read(text);

    assertThat(url.flaw()).isEqualTo(flaw);
    assertThat(url.parts()).isEmpty();
  }

  @Test
  void whatNoUrlHas() {
    assertThat(ConnectionUrl.read("https://h/\u0001").flaw()).isEqualTo(Flaw.ControlCharacter);
    assertThat(ConnectionUrl.read("https://h/" + "a".repeat(9_000)).flaw()).isEqualTo(Flaw.TooLong);
  }
}

package dev.releaserecord.plan.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.releaserecord.api.SecretFormat;
import dev.releaserecord.api.SecretSpec;
import dev.releaserecord.secret.SecretRule;
import dev.releaserecord.secret.SecretRule.Contents;
import dev.releaserecord.secret.SecretRule.KeyPath;
import dev.releaserecord.secret.fact.Format;
import dev.releaserecord.secret.fact.UrlPart;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretRulesTest {

  private static List<SecretRule> read(String yaml, boolean ofRecord)
      throws JsonProcessingException {
    List<SecretSpec> specs =
        new ObjectMapper(new YAMLFactory()).readValue(yaml, new TypeReference<>() {});
    return SecretRules.read(specs, ofRecord);
  }

  @Test
  void everyField() throws JsonProcessingException {
    String yaml =
        """
        - name: users-rds
          keys: [HOST, PORT]
          formats: {PORT: Port}
          equals: {A: B, C: postgres-staging/D}
          urls: {URL: {user: U, password: W, host: H, port: P, path: N}, OTHER: {host: H}}
          env: {PGHOST: HOST}
        """;

    assertThat(read(yaml, false))
        .containsExactly(
            new SecretRule(
                "users-rds",
                false,
                new Contents(
                    List.of("HOST", "PORT"),
                    Map.of("PORT", Format.Port),
                    Map.of("A", new KeyPath(null, "B"), "C", new KeyPath("postgres-staging", "D")),
                    Map.of(
                        "URL",
                        Map.of(
                            UrlPart.User, "U",
                            UrlPart.Password, "W",
                            UrlPart.Host, "H",
                            UrlPart.Port, "P",
                            UrlPart.Path, "N"),
                        "OTHER",
                        Map.of(UrlPart.Host, "H"))),
                Map.of("PGHOST", "HOST")));
  }

  @Test
  void namesMakeARuleEach() throws JsonProcessingException {
    assertThat(read("[{names: [a, b], keys: [K]}, {name: c}]", true))
        .extracting(SecretRule::name, SecretRule::ofRecord)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", true),
            org.assertj.core.groups.Tuple.tuple("b", true),
            org.assertj.core.groups.Tuple.tuple("c", true));
  }

  /** Users write the names of one list, and read those of the other in messages. */
  @Test
  void formatsHaveTheSameNamesOnBothSides() throws JsonProcessingException {
    for (SecretFormat format : SecretFormat.values()) {
      assertThat(read("[{name: a, formats: {K: " + format + "}}]", false).getFirst().contents())
          .extracting(contents -> contents.formats().get("K"))
          .hasToString(format.name());
    }
    assertThat(Arrays.stream(Format.values()).map(Enum::name))
        .containsExactlyElementsOf(Arrays.stream(SecretFormat.values()).map(Enum::name).toList());
  }
}

package dev.releaserecord.kube.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.fact.Fingerprint;
import dev.releaserecord.secret.fact.Flaw;
import dev.releaserecord.secret.fact.Format;
import dev.releaserecord.secret.fact.KeyFacts;
import dev.releaserecord.secret.fact.KeyFacts.Look;
import dev.releaserecord.secret.fact.ObjectFacts;
import dev.releaserecord.secret.fact.UrlPart;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FactReaderTest {

  private static final Fingerprints FINGERPRINTS = new Fingerprints("one key".getBytes(UTF_8));
  private static final FactReader READER = new FactReader(FINGERPRINTS);

  private static KeyFacts facts(byte[] value) {
    Map<String, String> data = Map.of("k", Base64.getEncoder().encodeToString(value));
    Secret secret =
        new SecretBuilder().withNewMetadata().withName("s").endMetadata().withData(data).build();
    return Objects.requireNonNull(READER.read(secret).keys().get("k"));
  }

  private static KeyFacts facts(String value) {
    return facts(value.getBytes(UTF_8));
  }

  @Test
  void equalValuesHaveEqualFingerprintsUnderOneKeyAlone() {
    Fingerprints others = new Fingerprints("another key".getBytes(UTF_8));

    assertThat(facts("a").value()).isEqualTo(facts("a").value());
    assertThat(facts("a").value()).isNotEqualTo(facts("a\n").value());
    assertThat(FINGERPRINTS.of("a".getBytes(UTF_8))).isNotEqualTo(others.of("a".getBytes(UTF_8)));
  }

  /** RFC 4231, test case 2, its first 128 bits. */
  @Test
  void itIsHmacSha256() {
    assertThat(
            new Fingerprints("Jefe".getBytes(UTF_8))
                .of("what do ya want for nothing?".getBytes(UTF_8)))
        .isEqualTo(new Fingerprint(0x5bdcc146bf60754eL, 0x6a042426089575c7L));
  }

  @Test
  void partsOfAUrlCompareWithValuesOfKeys() {
    KeyFacts url = facts("postgres://u:p%40ss@h:5432/db");

    assertThat(url.flaw(Format.URL)).isEmpty();
    assertThat(url.url())
        .isEqualTo(
            Map.of(
                UrlPart.User, facts("u").value(),
                UrlPart.Password, facts("p@ss").value(),
                UrlPart.Host, facts("h").value(),
                UrlPart.Port, facts("5432").value(),
                UrlPart.Path, facts("db").value()));
    assertThat(facts("no url").url()).isEmpty();
  }

  @Test
  void looks() {
    assertThat(facts("x").look()).isSameAs(Look.PLAIN);
    assertThat(facts("").look()).isEqualTo(new Look(true, false, false));
    for (String blank : new String[] {"x\n", "x\r\n", " x", "x\t", "\uFEFFx", "x\u00A0", "\n"}) {
      assertThat(facts(blank).look()).isEqualTo(new Look(false, true, false));
      assertThat(facts(blank).flaws()).containsEntry(Format.Port, Flaw.BlankEnds);
    }
    assertThat(facts("-----BEGIN KEY-----\nabc\n-----END KEY-----\n").look())
        .as("a file ends in a line break")
        .isSameAs(Look.PLAIN);
    assertThat(facts("changeme\n").look()).isEqualTo(new Look(false, true, true));
  }

  @Test
  void whatIsNoTextHasNoFormat() {
    for (byte[] binary : new byte[][] {{(byte) 0xFF, 1}, {0}, {'a', 0}, {(byte) 0xC3}}) {
      assertThat(facts(binary).flaws().values()).containsOnly(Flaw.NotText);
      assertThat(facts(binary).flaws()).hasSize(Format.values().length);
      assertThat(facts(binary).look()).isSameAs(Look.PLAIN);
    }
  }

  @Test
  void theLargestSecretThatThereCanBe() {
    assertThat(facts(new byte[1 << 20]).flaws()).containsEntry(Format.Hex, Flaw.NotText);
    assertThat(facts("ab".repeat(1 << 19)).flaw(Format.Hex)).isEmpty();
  }

  @Test
  void oddObjects() {
    Secret none = new SecretBuilder().withNewMetadata().withName("s").endMetadata().build();
    none.setData(null);
    assertThat(READER.read(none).keys()).isEmpty();

    Map<String, String> data = new HashMap<>();
    data.put("null", null);
    data.put("bad", "no base64!");
    none.setData(data);
    ObjectFacts facts = READER.read(none);
    assertThat(Objects.requireNonNull(facts.keys().get("null")).look().empty()).isTrue();
    assertThat(Objects.requireNonNull(facts.keys().get("bad")).flaws())
        .containsEntry(Format.URL, Flaw.NotText);
  }

  @Test
  void configMaps() {
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("c")
            .endMetadata()
            .addToData("a", "true")
            .addToBinaryData("b", "AA==")
            .build();

    ObjectFacts facts = READER.read(map);
    assertThat(facts.object()).isEqualTo(ObjectRef.configMap("c"));
    assertThat(facts.keys()).containsOnlyKeys("a");
    assertThat(facts.keys().get("a")).isEqualTo(facts("true"));
    assertThat(facts.hasFile("a")).isTrue();
    assertThat(facts.hasFile("b")).isTrue();
    assertThat(facts.hasFile("c")).isFalse();
  }
}

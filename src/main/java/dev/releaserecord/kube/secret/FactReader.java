package dev.releaserecord.kube.secret;

import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.fact.Fingerprint;
import dev.releaserecord.secret.fact.Flaw;
import dev.releaserecord.secret.fact.KeyFacts;
import dev.releaserecord.secret.fact.KeyFacts.Look;
import dev.releaserecord.secret.fact.KeyId;
import dev.releaserecord.secret.fact.ObjectFacts;
import dev.releaserecord.secret.fact.UrlPart;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns the values of a Secret or ConfigMap into what may be known of them. */
public final class FactReader {

  private static final byte[] NOTHING = {};

  private final Fingerprints fingerprints;

  public FactReader(Fingerprints fingerprints) {
    this.fingerprints = fingerprints;
  }

  public ObjectFacts read(Secret secret) {
    return new ObjectFacts(
        ObjectRef.secret(secret.getMetadata().getName()),
        facts(secret.getData(), FactReader::decoded),
        Map.of(),
        Writings.newest(secret.getMetadata()));
  }

  /** Which key the fingerprints are made with. */
  public KeyId key() {
    return fingerprints.id();
  }

  public ObjectFacts read(ConfigMap configMap) {
    return new ObjectFacts(
        ObjectRef.configMap(configMap.getMetadata().getName()),
        facts(configMap.getData(), value -> value.getBytes(StandardCharsets.UTF_8)),
        files(configMap.getBinaryData()),
        Writings.newest(configMap.getMetadata()));
  }

  private Map<String, Fingerprint> files(@Nullable Map<String, String> binary) {
    Map<String, Fingerprint> files = new HashMap<>();
    if (binary != null) {
      binary.forEach(
          (key, value) ->
              files.put(key.intern(), fingerprints.of(value == null ? NOTHING : decoded(value))));
    }
    return files;
  }

  private Map<String, KeyFacts> facts(
      @Nullable Map<String, String> data, Function<String, byte[]> bytes) {
    Map<String, KeyFacts> facts = new HashMap<>();
    if (data != null) {
      data.forEach(
          (key, value) ->
              facts.put(key.intern(), facts(value == null ? NOTHING : bytes.apply(value))));
    }
    return facts;
  }

  private KeyFacts facts(byte[] value) {
    Fingerprint fingerprint = fingerprints.of(value);
    String text = text(value);
    if (text == null) {
      return new KeyFacts(Look.PLAIN, Formats.all(Flaw.NotText), fingerprint, Map.of());
    }
    ConnectionUrl url = ConnectionUrl.read(text);
    Map<UrlPart, Fingerprint> parts = new EnumMap<>(UrlPart.class);
    url.parts().forEach((part, its) -> parts.put(part, fingerprints.of(its)));
    return new KeyFacts(look(text), Formats.flaws(text, url.flaw()), fingerprint, parts);
  }

  private static Look look(String text) {
    Look look = new Look(text.isEmpty(), Blanks.atEnds(text), Placeholders.is(text));
    return look.equals(Look.PLAIN) ? Look.PLAIN : look;
  }

  /** The API server lets nothing else in; should it do so, a value of no text is the answer. */
  private static byte[] decoded(String value) {
    try {
      return Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException _) {
      return new byte[] {(byte) 0xFF};
    }
  }

  /** Null where it is none. */
  private static @Nullable String text(byte[] value) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      return Objects.requireNonNull(text).indexOf('\0') >= 0 ? null : text;
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}

package dev.releaserecord.kube.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.releaserecord.api.SecretSpec;
import dev.releaserecord.loop.Canary;
import dev.releaserecord.plan.release.SecretRules;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.PodTemplate;
import dev.releaserecord.secret.Question;
import dev.releaserecord.secret.SecretRule;
import dev.releaserecord.secret.Verification;
import dev.releaserecord.secret.Verifier;
import dev.releaserecord.secret.fact.ObjectFacts;
import dev.releaserecord.secret.fact.PullCredentials;
import dev.releaserecord.secret.fact.Stock;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A marked value in every place and every shape: no fact, verdict or message holds any of it. */
class NothingLeaksTest {

  private static final String MARK = Canary.value("s");

  private static final FactReader READER =
      new FactReader(new Fingerprints("a key that is outside".getBytes(UTF_8)));

  /** The mark as it is, and where it breaks or keeps each format. */
  private static Map<String, String> values() {
    Map<String, String> values = new HashMap<>();
    String plain = MARK.replaceAll("[^A-Za-z0-9]", "");
    values.put("PLAIN", MARK);
    values.put("BLANK", MARK + "\n");
    values.put("BASE64", Canary.base64(MARK));
    values.put("HEX", Canary.hex(MARK));
    values.put("URL", "postgres://" + plain + ":" + Canary.inUrl(MARK) + "@h:5432/" + plain);
    values.put("BAD_URL", "postgres://u:" + MARK + "@h/db");
    values.put("HOST", plain + ".example:1");
    values.put("PLACEHOLDER", "<" + plain + ">");
    values.put("IN_URL", "redis://:<" + plain + ">@h/0");
    values.put("LINES", MARK + "\n" + MARK);
    values.put("PORT", "1" + plain);
    values.put("KEY_A", MARK);
    values.put("KEY_B", MARK + "x");
    return values;
  }

  private static final String RULES =
      """
      - name: s
        keys: [PLAIN, ABSENT]
        formats:
          PLAIN: Port
          BLANK: Base64
          HEX: URL
          BAD_URL: URL
          HOST: Hostname
          LINES: Boolean
          PORT: Port
          BASE64: Hex
          PLACEHOLDER: URLSafe
          IN_URL: Integer
        equals: {KEY_A: KEY_B, PLAIN: other/KEY_B}
        urls:
          URL: {user: PLAIN, password: BLANK, host: HOST, port: PORT, path: LINES}
          BAD_URL: {user: PLAIN}
        env: {LITERAL: PLAIN, COMPOSED: PLAIN, COPY: PLAIN, OTHER: PLAIN, NONE: PLAIN}
      """;

  private static final String POD =
      """
      imagePullSecrets: [{name: pull}, {name: broken}]
      containers:
      - name: app
        envFrom: [{secretRef: {name: s}}, {configMapRef: {name: c}}]
        env:
        - {name: LITERAL, value: "MARK"}
        - {name: COMPOSED, value: "MARK-$(PLAIN)"}
        - {name: COPY, value: "$(NOT_THERE)"}
        - {name: OTHER, valueFrom: {secretKeyRef: {name: s, key: BLANK}}}
        - {name: GONE, valueFrom: {secretKeyRef: {name: s, key: GONE}}}
      """;

  @Test
  void theMarkIsFoundWhereItIs() {
    values()
        .forEach((key, value) -> assertThat(Canary.in(value)).as("%s %s", key, value).isNotEmpty());
  }

  @Test
  void noFactHoldsAnyOfIt() throws IllegalAccessException {
    ObjectFacts facts = READER.read(secret("s", "Opaque", values()));
    ObjectFacts configMap =
        READER.read(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("c")
                .endMetadata()
                .withData(values())
                .addToBinaryData("BINARY", Canary.base64(MARK))
                .build());

    assertThat(facts.keys()).hasSameSizeAs(values());
    silent(facts);
    silent(configMap);
  }

  @Test
  void noVerdictOrMessageHoldsAnyOfIt() throws IllegalAccessException {
    String image = "ghcr.io/a/b";
    Secret pull = config("{\"auths\": {\"ghcr.io\": {\"auth\": \"" + Canary.base64(MARK) + "\"}}}");
    Secret broken = config("{\"auths\": " + MARK);
    Map<ObjectRef, Stock.Lookup> found = new HashMap<>();
    put(found, READER.read(secret("s", "Opaque", values())));
    put(found, READER.read(secret("other", "Opaque", values())));
    put(found, READER.read(pull));
    found.put(ObjectRef.secret("broken"), found.get(ObjectRef.secret("pull")));
    Map<String, PullCredentials> pulls =
        Map.of(
            "pull", Keyring.of(pull).forImages(Set.of(image)),
            "broken", Keyring.of(broken).forImages(Set.of(image)));
    Stock stock = new Stock(found, pulls, null);
    PodSpec pod =
        new KubernetesSerialization().unmarshal(POD.replace("MARK", plain()), PodSpec.class);
    PodTemplate template =
        new PodTemplate(
            new WorkloadKey(Kind.Deployment, "web"),
            ReferenceReader.read(pod),
            Set.of("app"),
            new PodTemplate.Pulls(Set.of(image), false));
    Question question = new Question(rules(), List.of(template), List.of(), Set.of());

    Verification verification = Verifier.verify(question, stock);

    assertThat(verification.defects()).hasSizeGreaterThan(15);
    assertThat(verification.cautions()).isNotEmpty();
    silent(question);
    silent(stock);
    silent(verification);
    silent(Keyring.of(broken).toString());
    for (var defect : verification.defects()) {
      silent(defect.message());
    }
    for (var caution : verification.cautions()) {
      silent(caution.message());
    }
  }

  private static String plain() {
    return MARK.replaceAll("[^A-Za-z0-9]", "");
  }

  private static void put(Map<ObjectRef, Stock.Lookup> found, ObjectFacts facts) {
    found.put(facts.object(), new Stock.Lookup.Found(facts));
  }

  private static List<SecretRule> rules() {
    List<SecretSpec> specs =
        new KubernetesSerialization()
            .unmarshal(
                new ByteArrayInputStream(RULES.getBytes(UTF_8)),
                new TypeReference<List<SecretSpec>>() {});
    return SecretRules.read(specs, false);
  }

  private static Secret config(String json) {
    return secret("pull", "kubernetes.io/dockerconfigjson", Map.of(".dockerconfigjson", json));
  }

  private static Secret secret(String name, String type, Map<String, String> values) {
    SecretBuilder secret =
        new SecretBuilder().withNewMetadata().withName(name).endMetadata().withType(type);
    values.forEach((key, value) -> secret.addToData(key, Canary.base64(value)));
    return secret.build();
  }

  /** Neither what it says of itself nor any text or number in it, however deep. */
  private static void silent(Object object) throws IllegalAccessException {
    assertThat(Canary.in(object.toString())).isEmpty();
    List<String> leaves = new ArrayList<>();
    leaves(object, leaves);
    assertThat(leaves).isNotEmpty();
    leaves.forEach(leaf -> assertThat(Canary.in(leaf)).as(leaf).isEmpty());
  }

  private static void leaves(Object object, List<String> leaves) throws IllegalAccessException {
    switch (object) {
      case String text -> leaves.add(text);
      case Long number -> leaves.add(Long.toHexString(number));
      case Number number -> leaves.add(number.toString());
      case Boolean _, Enum<?> _ -> leaves.add(object.toString());
      case Map<?, ?> map -> {
        for (var entry : map.entrySet()) {
          leaves(entry.getKey(), leaves);
          leaves(entry.getValue(), leaves);
        }
      }
      case Collection<?> all -> {
        for (Object one : all) {
          leaves(one, leaves);
        }
      }
      default -> fields(object, leaves);
    }
  }

  private static void fields(Object object, List<String> leaves) throws IllegalAccessException {
    assertThat(object.getClass().getName()).startsWith("dev.releaserecord.");
    for (Field field : object.getClass().getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        ((AccessibleObject) field).setAccessible(true);
        Object value = field.get(object);
        if (value != null) {
          leaves(value, leaves);
        }
      }
    }
  }
}

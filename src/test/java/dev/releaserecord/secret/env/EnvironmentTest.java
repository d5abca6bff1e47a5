package dev.releaserecord.secret.env;

import static dev.releaserecord.rollout.reference.ObjectRef.configMap;
import static dev.releaserecord.rollout.reference.ObjectRef.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.reference.ContainerEnv;
import dev.releaserecord.rollout.reference.ContainerEnv.Import;
import dev.releaserecord.rollout.reference.ContainerEnv.Value;
import dev.releaserecord.rollout.reference.ContainerEnv.Variable;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.fact.Fingerprint;
import dev.releaserecord.secret.fact.KeyFacts;
import dev.releaserecord.secret.fact.ObjectFacts;
import dev.releaserecord.secret.fact.Stock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

  private static final KeyFacts ANY =
      new KeyFacts(KeyFacts.Look.PLAIN, Map.of(), new Fingerprint(1, 2), Map.of());

  /** Secret s has A and B, ConfigMap c has B and C and a binary D; Secret hidden is unreadable. */
  private static final Stock STOCK =
      new Stock(
          Map.of(
              secret("s"), found(secret("s"), Set.of("A", "B"), Set.of()),
              configMap("c"), found(configMap("c"), Set.of("B", "C"), Set.of("D")),
              secret("hidden"), new Stock.Lookup.Unreadable("may not")),
          Map.of(),
          null);

  private static Stock.Lookup found(ObjectRef object, Set<String> keys, Set<String> filesOnly) {
    Map<String, KeyFacts> facts = new HashMap<>();
    keys.forEach(key -> facts.put(key, ANY));
    Map<String, Fingerprint> files = new HashMap<>();
    filesOnly.forEach(key -> files.put(key, ANY.value()));
    return new Stock.Lookup.Found(new ObjectFacts(object, facts, files, null));
  }

  private static Environment of(List<Import> imports, Variable... variables) {
    return Environment.of(new ContainerEnv("app", imports, List.of(variables)), STOCK);
  }

  private static Import all(ObjectRef object) {
    return new Import(object, "", false);
  }

  private static Variable key(String name, ObjectRef object, String key) {
    return new Variable(name, new Value.OfKey(object, key, false));
  }

  private static Variable optionalKey(String name, ObjectRef object, String key) {
    return new Variable(name, new Value.OfKey(object, key, true));
  }

  private static Variable text(String name) {
    return new Variable(name, new Value.Literal());
  }

  private static Variable copy(String name, String of) {
    return new Variable(name, new Value.Copy(of));
  }

  private static Optional<Origin> from(ObjectRef object, String key) {
    return Optional.of(new Origin.OfKey(object, key));
  }

  @Test
  void laterImportsWin() {
    Environment one = of(List.of(all(secret("s")), all(configMap("c"))));
    assertThat(one.origin("A")).isEqualTo(from(secret("s"), "A"));
    assertThat(one.origin("B")).isEqualTo(from(configMap("c"), "B"));
    assertThat(one.origin("D")).as("binaryData").isEmpty();
    assertThat(one.origin("E")).isEmpty();

    Environment other = of(List.of(all(configMap("c")), all(secret("s"))));
    assertThat(other.origin("B")).isEqualTo(from(secret("s"), "B"));
  }

  @Test
  void variablesWinOverImportsAndLaterOverEarlierOnes() {
    Environment environment =
        of(
            List.of(all(secret("s"))),
            text("A"),
            key("X", secret("s"), "A"),
            key("X", secret("s"), "B"));

    assertThat(environment.origin("A")).contains(new Origin.Literal());
    assertThat(environment.origin("B")).isEqualTo(from(secret("s"), "B"));
    assertThat(environment.origin("X")).isEqualTo(from(secret("s"), "B"));
  }

  @Test
  void aPrefixMakesOtherNames() {
    Environment environment = of(List.of(new Import(secret("s"), "P_", false)));

    assertThat(environment.origin("P_A")).isEqualTo(from(secret("s"), "A"));
    assertThat(environment.origin("A")).isEmpty();
  }

  @Test
  void whatIsOptionalAndAbsentLeavesWhatStoodBefore() {
    Environment environment =
        of(
            List.of(all(secret("s")), new Import(secret("gone"), "", true)),
            optionalKey("A", secret("gone"), "K"),
            optionalKey("B", secret("s"), "NO_SUCH_KEY"),
            optionalKey("X", secret("gone"), "K"));

    assertThat(environment.origin("A")).isEqualTo(from(secret("s"), "A"));
    assertThat(environment.origin("B")).isEqualTo(from(secret("s"), "B"));
    assertThat(environment.origin("X")).isEmpty();
  }

  @Test
  void whatIsNeededAndAbsentCountsAsIfItWereThere() {
    Environment environment =
        of(List.of(all(secret("s")), all(secret("gone"))), key("X", secret("gone"), "K"));

    assertThat(environment.origin("X")).isEqualTo(from(secret("gone"), "K"));
    assertThat(environment.origin("A")).contains(new Origin.Unknown(secret("gone")));
    assertThat(environment.origin("NEW")).contains(new Origin.Unknown(secret("gone")));
  }

  @Test
  void whatCannotBeReadMayHoldAnything() {
    Environment environment =
        of(
            List.of(all(secret("s")), all(secret("hidden")), all(configMap("c"))),
            optionalKey("X", secret("hidden"), "K"),
            key("Y", secret("hidden"), "K"));

    assertThat(environment.origin("A")).contains(new Origin.Unknown(secret("hidden")));
    assertThat(environment.origin("C")).as("set after it").isEqualTo(from(configMap("c"), "C"));
    assertThat(environment.origin("X")).contains(new Origin.Unknown(secret("hidden")));
    assertThat(environment.origin("Y")).isEqualTo(from(secret("hidden"), "K"));
  }

  @Test
  void aCopyHasTheOriginOfWhatStandsBeforeIt() {
    Environment environment =
        of(
            List.of(all(secret("s"))),
            copy("ONE", "A"),
            copy("TWO", "ONE"),
            copy("EARLY", "LATE"),
            text("LATE"),
            text("A"),
            copy("THREE", "A"));

    assertThat(environment.origin("ONE")).isEqualTo(from(secret("s"), "A"));
    assertThat(environment.origin("TWO")).isEqualTo(from(secret("s"), "A"));
    assertThat(environment.origin("EARLY")).contains(new Origin.Dangling("LATE"));
    assertThat(environment.origin("THREE")).contains(new Origin.Literal());
  }

  @Test
  void everyOriginReadsWellInASentence() {
    assertThat(
            List.of(
                    new Origin.OfKey(secret("s"), "A"),
                    new Origin.Literal(),
                    new Origin.Composed(List.of("A", "B")),
                    new Origin.Dangling("A"),
                    new Origin.OfPod(),
                    new Origin.Unknown(secret("s")))
                .stream()
                .map(origin -> "it is " + origin.text()))
        .containsExactly(
            "it is key A of Secret s",
            "it is a literal in the template",
            "it is a text of the template with $(A), $(B) in it",
            "it is the text $(A), and no variable of that name stands before it",
            "it is a field of the pod",
            "it is perhaps one of Secret s");
  }
}

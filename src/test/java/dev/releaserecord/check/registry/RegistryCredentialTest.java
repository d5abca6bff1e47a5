package dev.releaserecord.check.registry;

import static dev.releaserecord.check.registry.Questions.ALICE;
import static dev.releaserecord.check.registry.Questions.MANIFEST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.check.registry.Sham.Asked;
import dev.releaserecord.check.registry.Sham.Said;
import dev.releaserecord.plan.pull.PullAnswer;
import dev.releaserecord.plan.pull.PullAnswer.Absent;
import dev.releaserecord.plan.pull.PullAnswer.Denied;
import dev.releaserecord.plan.pull.PullAnswer.Present;
import dev.releaserecord.plan.pull.PullAnswer.To;
import dev.releaserecord.plan.pull.PullAnswer.Unknown;
import dev.releaserecord.secret.fact.Fingerprint;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is given a credential, and who never is: servers that send for it, and send on. */
class RegistryCredentialTest {

  private final Questions questions = new Questions();

  @AfterEach
  void close() throws Exception {
    questions.close();
  }

  @Test
  void aCredentialIsSentWhereItIsAskedForAndRefusedOnesAreDenied() throws InterruptedException {
    Sham sham =
        questions.sham(
            asked ->
                ALICE.basic().equals(asked.authorization())
                    ? Said.of(200, "Content-Type", MANIFEST)
                    : Said.of(401, "WWW-Authenticate", "Basic realm=\"r\""));
    assertThat(questions.ask(ALICE, sham)).isEqualTo(new Present(Set.of()));
    assertThat(questions.ask(null, sham)).isEqualTo(new Denied("answered 401", To.Anybody));
    Credential bob = new Credential("bob", "b", new Fingerprint(3, 4));
    assertThat(questions.ask(bob, sham)).isEqualTo(new Denied("answered 401", To.Secrets));
  }

  private static Said bearer(String realm) {
    return Said.of(
        401,
        "WWW-Authenticate",
        "Bearer realm=\"" + realm + "\",service=\"the registry\",scope=\"repository:x:pull\"");
  }

  private static Said token(String token) {
    return Said.of(200).body(("{\"token\": \"" + token + "\"}").getBytes(UTF_8));
  }

  @Test
  void aTokenIsFetchedFromAnotherHostAndUsed() throws InterruptedException {
    Sham tokens =
        questions.sham(
            asked ->
                ALICE.basic().equals(asked.authorization()) ? token("of-alice") : Said.of(401));
    Sham registry =
        questions.sham(
            asked ->
                "Bearer of-alice".equals(asked.authorization())
                    ? Said.of(200, "Content-Type", MANIFEST)
                    : bearer("http://" + tokens.host() + "/token?a=b"));
    assertThat(questions.ask(ALICE, registry, tokens)).isEqualTo(new Present(Set.of()));
    assertThat(tokens.asked())
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.uri())
                    .isEqualTo("/token?a=b&service=the+registry&scope=repository%3Ax%3Apull"));
    assertThat(questions.ask(null, registry, tokens))
        .isEqualTo(
            new Denied(
                "sends for a token, and its token server 127.0.0.1 answered 401", To.Anybody));
    assertThat(registry.asked()).extracting(Asked::authorization).doesNotContain(ALICE.basic());
  }

  @Test
  void aTokenServerInTheClearGetsNothing() throws InterruptedException {
    Sham tokens = questions.sham(_ -> token("x"));
    Sham registry = questions.sham(_ -> bearer("http://" + tokens.host() + "/token"));
    assertThat(questions.ask(ALICE, registry))
        .isEqualTo(
            new Unknown(
                "sends for a token, and its token server 127.0.0.1 is spoken to with TLS only"));
    assertThat(tokens.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://169.254.169.254/latest/meta-data/",
        "https://[fe80::1]/t",
        "https://alice:word@r.example/t",
        "file:///etc/passwd",
        "/token",
        "not a uri",
        "https://r.example/t#f",
      })
  void aRealmThatIsNoTokenServerIsNotAsked(String realm) throws InterruptedException {
    assertThat(questions.ask(ALICE, questions.sham(_ -> bearer(realm))))
        .isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "no json QzCaNaRy7xKwVb",
        "[]",
        "{\"token\": \"a\\r\\nb\"}",
        "{\"token\": 7}"
      })
  void aTokenThatNoHeaderCarriesIsNone(String body) throws InterruptedException {
    Sham tokens = questions.sham(_ -> Said.of(200).body(body.getBytes(UTF_8)));
    Sham registry = questions.sham(_ -> bearer("http://" + tokens.host() + "/token"));
    PullAnswer answer = questions.ask(ALICE, registry, tokens);
    if (body.contains("7}")) {
      assertThat(registry.asked()).extracting(Asked::authorization).contains("Bearer 7");
    } else {
      assertThat(answer)
          .isEqualTo(
              new Unknown("sends for a token, and its token server 127.0.0.1 sent no token"));
    }
  }

  @Test
  void noCredentialFollowsToAnotherServer() throws InterruptedException {
    Sham other = questions.sham(_ -> Said.of(401, "WWW-Authenticate", "Basic realm=\"r\""));
    Sham registry =
        questions.sham(
            asked ->
                asked.authorization() == null
                    ? Said.of(401, "WWW-Authenticate", "Basic realm=\"r\"")
                    : Said.of(307, "Location", "http://" + other.host() + "/elsewhere"));
    assertThat(questions.ask(ALICE, registry, other))
        .isEqualTo(new Unknown("sends on to another server, which answered 401"));
    assertThat(other.asked()).extracting(Asked::authorization).containsOnlyNulls();
    assertThat(registry.asked()).extracting(Asked::authorization).contains(ALICE.basic());
  }

  @Test
  void noCredentialFollowsATokenServerElsewhere() throws InterruptedException {
    Sham thief = questions.sham(_ -> token("x"));
    Sham tokens = questions.sham(_ -> Said.of(302, "Location", "http://" + thief.host() + "/t"));
    Sham registry = questions.sham(_ -> bearer("http://" + tokens.host() + "/token"));
    questions.ask(ALICE, registry, tokens, thief);
    assertThat(thief.asked()).extracting(Asked::authorization).containsOnlyNulls();
  }

  @Test
  void itStaysWithTheSameServer() throws InterruptedException {
    Sham registry =
        questions.sham(
            asked ->
                asked.authorization() == null
                    ? Said.of(401, "WWW-Authenticate", "Basic realm=\"r\"")
                    : asked.uri().equals("/moved")
                        ? Said.of(200, "Content-Type", MANIFEST)
                        : Said.of(308, "Location", "/moved"));
    assertThat(questions.ask(ALICE, registry)).isEqualTo(new Present(Set.of()));
  }

  @Test
  void itIsNotSentOnToPlacesThatAreNotAsked() throws InterruptedException {
    for (String place :
        List.of(
            "http://169.254.169.254/latest/meta-data/",
            "https://169.254.169.254/",
            "https://[::1]:1/",
            "http://10.0.0.1/x",
            "file:///etc/passwd")) {
      Sham registry = questions.sham(_ -> Said.of(302, "Location", place));
      assertThat(questions.ask(ALICE, registry)).as(place).isInstanceOf(Unknown.class);
    }
    Sham round = questions.sham(asked -> Said.of(302, "Location", asked.uri() + "x"));
    assertThat(questions.ask(null, round))
        .isEqualTo(new Unknown("sends from one place to the next without end"));
    assertThat(round.asked()).hasSize(6);
  }

  @Test
  void absenceElsewhereCountsIfARegistrySaysIt() throws InterruptedException {
    Sham page = questions.sham(_ -> Said.of(404));
    Sham registry =
        questions.sham(_ -> Said.of(307, "Location", "http://" + page.host() + "/v2/x"));
    assertThat(questions.ask(null, registry, page)).isInstanceOf(Unknown.class);

    Sham backend =
        questions.sham(_ -> Said.of(404, "Docker-Distribution-Api-Version", "registry/2.0"));
    Sham front =
        questions.sham(_ -> Said.of(307, "Location", "http://" + backend.host() + "/v2/x"));
    assertThat(questions.ask(null, front, backend)).isInstanceOf(Absent.class);
  }
}

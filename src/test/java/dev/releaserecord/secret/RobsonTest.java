package dev.releaserecord.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.reference.ObjectRef;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two families of names for the same values, and copies of other Secrets' passwords. */
class RobsonTest {

  private static final String MANIFESTS = Scenario.file("robson.yaml");

  private static final String RULES =
      """
      - name: django-staging
        keys: [SECRET_KEY, RBS_SECRET_KEY, RBS_PG_DATABASE, RBS_PG_USER, RBS_PG_PASSWORD]
        formats: {RBS_PG_PORT: Port, RBS_REDIS_URL: URL, RBS_RABBITMQ_URL: URL, BINANCE_TESTNET: Boolean}
        equals: {SECRET_KEY: RBS_SECRET_KEY, RBS_PG_PASSWORD: postgres-staging/POSTGRES_PASSWORD}
        env: {RBS_SECRET_KEY: RBS_SECRET_KEY, RBS_PG_DATABASE: RBS_PG_DATABASE}
      """;

  private static Scenario with(String before, String after) {
    assertThat(MANIFESTS).contains(before);
    return Scenario.of(MANIFESTS.replace(before, after)).rules(RULES);
  }

  @Test
  void whatWasLeftToBeFilledInIsNamed() {
    Scenario scenario = Scenario.of(MANIFESTS).rules(RULES).rules("[{name: django-staging}]");

    assertThat(scenario.defects()).isEmpty();
    assertThat(scenario.cautions())
        .containsExactly(
            "SecretPlaceholder: key RBS_RABBITMQ_URL of Secret django-staging looks like a"
                + " placeholder; write the real value",
            "SecretPlaceholder: key BINANCE_API_KEY of Secret django-staging looks like a"
                + " placeholder; write the real value",
            "SecretPlaceholder: key BINANCE_API_SECRET of Secret django-staging looks like a"
                + " placeholder; write the real value");
    assertThat(scenario.verify().rows()).hasSize(1);
  }

  /** The image asked for the other family of names, and crashed. */
  @Test
  void oneFamilyOfNamesIsMissing() {
    String family =
        """
          RBS_PG_DATABASE: robson_staging
          RBS_PG_USER: robson_staging
          RBS_PG_PASSWORD: kX3vBq9sTf
        """;
    assertThat(with(family, "").defects())
        .containsExactly(
            "MissingSecretKey: Secret django-staging has no keys RBS_PG_DATABASE, RBS_PG_PASSWORD,"
                + " RBS_PG_USER, which the record needs; add what is missing, or mend the"
                + " reference");
  }

  @Test
  void copiesThatDiffer() {
    assertThat(with("  SECRET_KEY: django-insecure-staging-8dk2", "  SECRET_KEY: other").defects())
        .containsExactly(
            "SecretMalformed: key SECRET_KEY of Secret django-staging and its key RBS_SECRET_KEY"
                + " differ and must be the same; write the same value into both");
    assertThat(with("POSTGRES_PASSWORD: kX3vBq9sTf", "POSTGRES_PASSWORD: 'kX3vBq9sTf '").defects())
        .containsExactly(
            "SecretMalformed: key RBS_PG_PASSWORD of Secret django-staging and key"
                + " POSTGRES_PASSWORD of Secret postgres-staging differ and must be the same"
                + " (POSTGRES_PASSWORD has blanks at an end); write the same value into both");
  }

  @Test
  void theOtherSecretOrItsKeyIsNotThere() {
    assertThat(with("metadata: {name: postgres-staging}", "metadata: {name: x}").defects())
        .containsExactly(
            "MissingSecret: Secret postgres-staging does not exist, which `equals` of key"
                + " RBS_PG_PASSWORD of Secret django-staging in the record needs; create it, or"
                + " mend the reference");
    assertThat(with("POSTGRES_PASSWORD:", "PASSWORD:").defects())
        .containsExactly(
            "MissingSecretKey: Secret postgres-staging has no key POSTGRES_PASSWORD, which `equals`"
                + " of key RBS_PG_PASSWORD of Secret django-staging in the record needs; add what"
                + " is missing, or mend the reference");
  }

  /** The StatefulSet of the server is another service of the record. */
  @Test
  void theOtherSecretIsFollowedThroughOtherServices() {
    Scenario scenario =
        with("metadata: {name: postgres-staging}", "metadata: {name: postgres-staging-2456789bcd}")
            .elsewhere("postgres-staging-2456789bcd");

    assertThat(scenario.defects()).isEmpty();
    assertThat(Verifier.wanted(scenario.question()))
        .containsExactly(
            ObjectRef.secret("django-staging"),
            ObjectRef.secret("ghcr-secret"),
            ObjectRef.secret("postgres-staging-2456789bcd"));
  }

  @Test
  void aUrlIsHeldAgainstItsKeys() {
    String rule =
        """
        - name: django-staging
          urls: {RBS_RABBITMQ_URL: {host: RBS_PG_HOST, user: RBS_PG_USER, path: RBS_PG_DATABASE}}
        """;
    assertThat(Scenario.of(MANIFESTS).rules(rule).defects())
        .containsExactly(
            "SecretMalformed: the URL in key RBS_RABBITMQ_URL of Secret django-staging has another"
                + " host than its key RBS_PG_HOST; write the same into both",
            "SecretMalformed: the URL in key RBS_RABBITMQ_URL of Secret django-staging has no path,"
                + " but its key RBS_PG_DATABASE has; write the same into both");
  }

  @Test
  void pullSecrets() {
    String image = "image: ghcr.io/ldamasio/rbs-backend-monolith";
    assertThat(with(image, "image: ghcr.io/other/x").defects()).isEmpty();
    assertThat(with(image, "image: quay.io/ldamasio/x").defects())
        .containsExactly(
            "ImagePullUnauthorized: imagePullSecrets of Deployment/backend-staging hold no"
                + " credentials for quay.io/ldamasio/x; create it with `kubectl create secret"
                + " docker-registry`, or take it out of the template if nodes can pull without");
    assertThat(with("metadata: {name: ghcr-secret}", "metadata: {name: x}").defects())
        .containsExactly(
            "MissingSecret: imagePullSecrets of Deployment/backend-staging names Secret"
                + " ghcr-secret, which does not exist, and nothing else in it has credentials for"
                + " ghcr.io/ldamasio/rbs-backend-monolith; create it with `kubectl create secret"
                + " docker-registry`, or take it out of the template if nodes can pull without");
    assertThat(with("bGRhbWFzaW86dDBrZW4=", "no").defects())
        .containsExactly(
            "SecretMalformed: imagePullSecrets of Deployment/backend-staging names Secret"
                + " ghcr-secret, which no kubelet can read: with it no image is pulled; write it"
                + " anew with `kubectl create secret docker-registry`");
    Scenario proven = with("metadata: {name: ghcr-secret}", "metadata: {name: x}").proven();
    assertThat(proven.defects()).isEmpty();
    assertThat(proven.cautions())
        .contains(
            "PullSecretUnusable: imagePullSecrets of Deployment/backend-staging names Secret"
                + " ghcr-secret, which does not exist, and nothing else in it has credentials for"
                + " ghcr.io/ldamasio/rbs-backend-monolith; create it with `kubectl create secret"
                + " docker-registry`, or take it out of the template if nodes can pull without (its"
                + " pods run all the same)");
    assertThat(
            with(image, "image: quay.io/ldamasio/x")
                .unreadable(ObjectRef.secret("ghcr-secret"))
                .defects())
        .isEmpty();
  }

  @Test
  void rulesOfTheRecordHoldForThoseWhoReferToTheSecret() {
    String rules = "[{names: [django-staging, redis-staging, nowhere], keys: [NOT_THERE]}]";
    Scenario scenario = Scenario.of(MANIFESTS).rulesOfRecord(rules);

    assertThat(scenario.verify().rows())
        .containsExactly(
            new SecretRow(
                "django-staging",
                List.of("django-staging"),
                List.of("NOT_THERE"),
                List.of(),
                List.of()));
    assertThat(Verifier.unreferenced(scenario.allRules(), scenario.templates()))
        .extracting(Caution::message)
        .containsExactly(
            "no pod template refers to Secret redis-staging or a generation of it; refer to it, or"
                + " take it out of the record",
            "no pod template refers to Secret nowhere or a generation of it; refer to it, or take"
                + " it out of the record");
  }

  @Test
  void aServiceMayNameASecretThatItsTemplatesDoNotReferTo() {
    Scenario scenario =
        Scenario.of(MANIFESTS)
            .rules("[{names: [redis-staging, nowhere], env: {REDIS: REDIS_PASSWORD}}]");

    assertThat(scenario.cautions())
        .containsExactly(
            "SecretUnreferenced: no pod template refers to Secret redis-staging or a generation of"
                + " it; refer to it, or take it out of the record",
            "SecretUnreferenced: no pod template refers to Secret nowhere or a generation of it;"
                + " refer to it, or take it out of the record");
    assertThat(scenario.defects())
        .containsExactly(
            "MissingSecret: Secret nowhere does not exist, which the record needs; create it, or"
                + " mend the reference",
            "EnvMismatch: container backend of Deployment/backend-staging does not get the variable"
                + " REDIS, which must come from key REDIS_PASSWORD of Secret redis-staging; set it"
                + " by valueFrom.secretKeyRef, or mend `env` in the record");
  }
}

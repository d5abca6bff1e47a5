package dev.releaserecord.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.reference.ObjectRef;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The RDS Secret of a service, made by a secretGenerator. */
class GobeeTest {

  private static final String MANIFESTS = Scenario.file("gobee.yaml");

  private static final String RULES =
      """
      - name: users-rds
        keys: [HOST, PORT, USER, PASS, NAME, SSLMODE, DATABASE_URL]
        formats: {PORT: Port, HOST: Hostname, DATABASE_URL: URL}
        urls: {DATABASE_URL: {user: USER, password: PASS, host: HOST, port: PORT, path: NAME}}
        env: {PGHOST: HOST, PGPORT: PORT, PGSSLMODE: SSLMODE, DATABASE_URL: DATABASE_URL}
      """;

  private static final String SECRET = "Secret users-rds-7f9k2htb5m";

  private static Scenario with(String before, String after) {
    assertThat(MANIFESTS).contains(before);
    return Scenario.of(MANIFESTS.replace(before, after)).rules(RULES);
  }

  @Test
  void allIsAsItShouldBe() {
    Verification verification = Scenario.of(MANIFESTS).rules(RULES).verify();

    assertThat(verification)
        .isEqualTo(
            new Verification(
                List.of(),
                List.of(),
                List.of(
                    new SecretRow(
                        "users-rds",
                        List.of("users-rds-7f9k2htb5m"),
                        List.of(),
                        List.of(),
                        List.of())),
                List.of()));
  }

  /** The key that one rollout crashed for. */
  @Test
  void aMissingKeyIsSaidOnceWithAllWhoNeedIt() {
    Scenario scenario = with("  SSLMODE: require\n", "");

    assertThat(scenario.defects())
        .containsExactly(
            "MissingSecretKey: "
                + SECRET
                + " has no key SSLMODE, which the record, container migrate of Deployment/users and"
                + " container users of Deployment/users need; add what is missing, or mend the"
                + " reference");
    assertThat(scenario.verify().missingKeys()).isEqualTo(1);
    assertThat(scenario.verify().rows().getFirst().missing()).containsExactly("SSLMODE");
  }

  @Test
  void anEmptyKeyIsNoBetter() {
    assertThat(with("SSLMODE: require", "SSLMODE: ''").defects())
        .containsExactly(
            "MissingSecretKey: "
                + SECRET
                + " holds nothing in its key SSLMODE, which the record needs; fill it in");
  }

  @Test
  void whatWasWrittenWithEchoIsMalformedWhereAFormatIsAsked() {
    Scenario scenario = with("PORT: \"5432\"\n  USER: users_app", "PORT: \"5432\\n\"\n  USER: x");

    assertThat(scenario.defects())
        .containsExactly(
            "SecretMalformed: key PORT of "
                + SECRET
                + " has blanks or a line break at an end, and must be a port: a number from 1 to"
                + " 65535; write it without them: printf '%s' instead of echo",
            "SecretMalformed: the URL in key DATABASE_URL of "
                + SECRET
                + " has another user than its key USER; write the same into both",
            "SecretMalformed: the URL in key DATABASE_URL of "
                + SECRET
                + " has another port than its key PORT (PORT has blanks at an end); write the same"
                + " into both");
    assertThat(scenario.cautions()).isEmpty();
    assertThat(scenario.verify().rows().getFirst().malformed())
        .containsExactly("DATABASE_URL", "PORT");
  }

  @Test
  void elsewhereItIsAWarning() {
    assertThat(with("SSLMODE: require", "SSLMODE: \"require\\n\"").cautions())
        .containsExactly(
            "SecretBlank: key SSLMODE of "
                + SECRET
                + " has blanks or a line break at an end, which the program gets as well; write it"
                + " without them: printf '%s' instead of echo");
  }

  @Test
  void aPasswordThatIsNotEncodedMakesNoUrl() {
    assertThat(with("p%40ss%2Fw%25rd%231", "p@ss/w%rd#1").defects())
        .containsExactly(
            "SecretMalformed: key DATABASE_URL of "
                + SECRET
                + " has a user or password that is not percent-encoded ('/' is %2F, '@' is %40, '#'"
                + " is %23), and must be a URL: scheme://host, user and password percent-encoded;"
                + " mend it in the Secret, or the rule in the record");
  }

  @Test
  void aUrlWithoutAPartThatAKeyHas() {
    assertThat(with("5432/users?", "5432/?").defects())
        .containsExactly(
            "SecretMalformed: the URL in key DATABASE_URL of "
                + SECRET
                + " has no path, but its key NAME has; write the same into both");
  }

  @Test
  void theUsualPortNeedNotBeWritten() {
    assertThat(with("amazonaws.com:5432/users", "amazonaws.com/users").defects()).isEmpty();
  }

  /** The URL was changed, the password key was not. */
  @Test
  void aPasswordThatWasRotatedInOnePlaceOnly() {
    assertThat(with("PASS: \"p@ss/w%rd#1\"", "PASS: another").defects())
        .containsExactly(
            "SecretMalformed: the URL in key DATABASE_URL of "
                + SECRET
                + " has another password than its key PASS; write the same into both");
  }

  @Test
  void aLiteralInPlaceOfTheReference() {
    String reference =
        "- {name: PGPORT, valueFrom: {secretKeyRef: {name: users-rds-7f9k2htb5m, key: PORT}}}\n"
            + "        - {name: PGSSLMODE, valueFrom: {secretKeyRef: {name: users-rds-7f9k2htb5m,"
            + " key: SSLMODE}}}\n"
            + "        - {name: DATABASE_URL";
    assertThat(
            with(reference, "- {name: PGPORT, value: '5432'}\n        - {name: DATABASE_URL")
                .defects())
        .containsExactly(
            "EnvMismatch: container migrate of Deployment/users gets the variable PGPORT from"
                + " elsewhere: it is a literal in the template, and must come from key PORT of "
                + SECRET
                + "; set it by valueFrom.secretKeyRef, or mend `env` in the record",
            "EnvMismatch: container migrate of Deployment/users does not get the variable"
                + " PGSSLMODE, which must come from key SSLMODE of "
                + SECRET
                + "; set it by valueFrom.secretKeyRef, or mend `env` in the record");
  }

  @Test
  void anotherKeyOrAnOlderGenerationIsNamed() {
    assertThat(
            with(
                    "- {name: PGSSLMODE, valueFrom: {secretKeyRef: {name: users-rds-7f9k2htb5m,"
                        + " key: SSLMODE}}}\n"
                        + "        - {name: DATABASE",
                    "- {name: PGSSLMODE, valueFrom: {secretKeyRef: {name: users-rds-7f9k2htb5m,"
                        + " key: NAME}}}\n        - {name: DATABASE")
                .defects())
        .singleElement()
        .asString()
        .contains("it is key NAME of " + SECRET + ", and must come from key SSLMODE of " + SECRET);
  }

  /** An apply of the workload alone, or a pruned generation. */
  @Test
  void theGenerationThatTheTemplateNamesDoesNotExist() {
    String pruned =
        MANIFESTS.replace("metadata: {name: users-rds-7f9k2htb5m}", "metadata: {name: x}");
    Scenario scenario = Scenario.of(pruned).rules(RULES);

    assertThat(scenario.defects())
        .containsExactly(
            "MissingSecret: "
                + SECRET
                + " does not exist, which the record, container migrate of Deployment/users and"
                + " container users of Deployment/users need; apply it together with the workload,"
                + " as one kustomize build makes them");
    assertThat(scenario.verify().rows().getFirst().resolved()).isEmpty();
    assertThat(scenario.verify().missingKeys()).isEqualTo(7);
  }

  @Test
  void podsOnAnOlderGenerationAreNamed() {
    Verification verification =
        Scenario.of(MANIFESTS)
            .rules(RULES)
            .pod("users-b", "users-rds-7f9k2htb5m")
            .pod("users-a", "users-rds-2456789bcd")
            .pod("users-c", "other-rds-2456789bcd", "users-rds-extra")
            .verify();

    assertThat(verification.rows().getFirst().behind()).containsExactly("users-a");
    assertThat(verification.defects()).isEmpty();
  }

  /** A CronJob that was not applied with the rest. */
  @Test
  void workloadsThatNameDifferentGenerationsAreBothVerified() {
    String cronJob =
        """
        ---
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: report}
        spec:
          jobTemplate:
            spec:
              template:
                spec:
                  containers:
                  - name: report
                    envFrom: [{secretRef: {name: users-rds-2456789bcd}}]
        """;
    String rules = "[{name: users-rds, keys: [SSLMODE, HOST]}]";
    Scenario scenario = Scenario.of(MANIFESTS + cronJob).rules(rules);

    assertThat(scenario.defects())
        .containsExactly(
            "MissingSecretKey: Secret users-rds-2456789bcd has no key SSLMODE, which the record"
                + " needs; add what is missing, or mend the reference");
    assertThat(scenario.verify().rows().getFirst().resolved())
        .containsExactly("users-rds-2456789bcd", "users-rds-7f9k2htb5m");
  }

  @Test
  void whatCannotBeReadIsNotJudged() {
    Scenario scenario =
        Scenario.of(MANIFESTS).rules(RULES).unreadable(ObjectRef.secret("users-rds-7f9k2htb5m"));

    assertThat(scenario.defects()).isEmpty();
    assertThat(scenario.verify().undecided()).containsExactly("may not get " + SECRET);
  }

  @Test
  void whatHasToBeLookedUp() {
    assertThat(Verifier.wanted(Scenario.of(MANIFESTS).rules(RULES).question()))
        .containsExactly(ObjectRef.secret("users-rds-7f9k2htb5m"));
  }
}

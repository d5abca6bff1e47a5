package dev.releaserecord.kube.evidence;

import static dev.releaserecord.kube.evidence.StubApi.LOG;
import static dev.releaserecord.kube.evidence.StubApi.POD;
import static dev.releaserecord.kube.evidence.StubApi.SECRETS;
import static dev.releaserecord.kube.evidence.StubApi.afterRun;
import static dev.releaserecord.kube.evidence.StubApi.ended;
import static dev.releaserecord.kube.evidence.StubApi.pod;
import static dev.releaserecord.kube.evidence.StubApi.status;
import static dev.releaserecord.kube.evidence.StubApi.wanted;
import static dev.releaserecord.kube.evidence.StubApi.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Evidence;
import dev.releaserecord.kube.evidence.StubApi.Answer;
import dev.releaserecord.plan.action.EvidenceTaken;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read of a container that ended, and what of it is shown. */
class EvidenceReaderTest {

  private final StubApi api = new StubApi();
  private final Map<String, Answer> answers = api.answers();
  private final Collection<String> requests = api.requests();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void keepsTheLogOfThePreviousRunWithoutSecrets() throws IOException, InterruptedException {
    EvidenceTaken taken = take("could not use hunter2secret");
    assertThat(taken.trouble()).isNull();
    assertThat(taken.evidence())
        .isEqualTo(
            new Evidence(
                "users-1",
                "users",
                137,
                9,
                "OOMKilled",
                "could not use [redacted]",
                "starting\nlogin [redacted] at db.example:5432 refused"));
    assertThat(requests)
        .contains(LOG + "?container=users&previous=true&tailLines=20")
        .noneMatch(request -> request.contains("watch"));
    assertThat(requests).as("the pod twice, its log, its Secrets").hasSize(3 + 7);
  }

  @Test
  void hidesWhatEverySecretOfThePodHolds() throws IOException, InterruptedException {
    answers.put(
        LOG,
        new Answer(200, "from-environment from-volume from-projection from-init-container fine"));
    assertThat(take("").evidence().log())
        .isEqualTo("[redacted] [redacted] [redacted] [redacted] fine");
  }

  @Test
  void readsTheCurrentLogOfAContainerThatHasNotBeenStartedAgain()
      throws IOException, InterruptedException {
    answers.put(POD, new Answer(200, pod("\"terminated\": " + ended(1, ""), "")));
    assertThat(take("").evidence().log()).contains("starting");
    assertThat(requests).contains(LOG + "?container=users&tailLines=20");
  }

  @Test
  void tellsTwoRunsApartThatEndedWithinASecond() throws IOException, InterruptedException {
    String other = ended(1, "").replace("containerd://1", "containerd://2");
    answers.put(POD, new Answer(200, pod("\"terminated\": " + other, "")));
    assertThat(take("").evidence().log()).contains("starting");
    assertThat(requests).contains(LOG + "?container=users&previous=true&tailLines=20");
  }

  @Test
  void tellsOfTheNewestRunWhereTheOneThatWasSeenIsForgotten()
      throws IOException, InterruptedException {
    answers.put(POD, afterRun(2));
    EvidenceTaken taken = take("");
    assertThat(taken.evidence().exitCode()).isEqualTo(138);
    assertThat(taken.evidence().log()).contains("starting");
  }

  @Test
  void readsAgainWhereARestartCameBetween() throws IOException, InterruptedException {
    api.onLog(() -> answers.put(POD, afterRun(2)));
    EvidenceTaken taken = take("");
    assertThat(taken.evidence().exitCode()).isEqualTo(138);
    assertThat(taken.evidence().log()).contains("starting");
    assertThat(requests).filteredOn(request -> request.startsWith(LOG)).hasSize(2);
  }

  @Test
  void leavesOutALogThatMayBeOfAnotherRun() throws IOException, InterruptedException {
    AtomicInteger run = new AtomicInteger(1);
    api.onLog(() -> answers.put(POD, afterRun(run.incrementAndGet())));
    EvidenceTaken taken = take("");
    assertThat(taken.evidence().log()).isNull();
    assertThat(taken.trouble()).isEqualTo("it was started again while its log was read");
  }

  @Test
  void leavesOutALogThatCannotBeProvedToBeOfThatRun() throws IOException, InterruptedException {
    api.onLog(() -> answers.put(POD, status(500)));
    EvidenceTaken taken = take("");
    assertThat(taken.evidence().log()).isNull();
    assertThat(taken.trouble()).isNotNull();
  }

  @Test
  void showsNothingOfARunThatMayHaveSeenOtherValues() throws IOException, InterruptedException {
    for (String name : List.of("users-env", "users-db-7f9k2htb5m", "users-files")) {
      Answer before = Objects.requireNonNull(answers.get(SECRETS + name));
      answers.put(SECRETS + name, written(before, "2026-11-01T00:00:00Z", "2026-11-23T10:00:00Z"));
      EvidenceTaken taken = take("the value before was hunter1secret");
      assertThat(taken.evidence())
          .isEqualTo(new Evidence("users-1", "users", 137, 9, "OOMKilled", null, null));
      assertThat(taken.trouble()).contains("the Secret " + name + " may have changed since");
      answers.put(SECRETS + name, before);
    }
    assertThat(requests).noneMatch(request -> request.startsWith(LOG));
  }

  @Test
  void showsALogWhereNoOtherValueCanHaveBeenSeen() throws IOException, InterruptedException {
    Answer env = Objects.requireNonNull(answers.get(SECRETS + "users-env"));
    String began = "2026-11-23T09:59:01Z";
    api.secret("users-pull", Map.of("E", "from-registry"));
    Answer pull = Objects.requireNonNull(answers.get(SECRETS + "users-pull"));
    answers.put(SECRETS + "users-pull", written(pull, "2026-11-01T00:00:00Z", began));
    for (Answer harmless :
        List.of(
            written(env, "2026-11-01T00:00:00Z", "2026-11-23T09:58:50Z"),
            written(env, "2026-11-23T09:59:00Z", "2026-11-23T09:59:01Z"))) {
      answers.put(SECRETS + "users-env", harmless);
      assertThat(take("").evidence().log()).contains("starting");
    }
  }

  @Test
  void showsNothingOfARunOfWhichNobodySaysWhenItBegan() throws IOException, InterruptedException {
    String unknown = pod("\"running\": {}", "").replaceAll("\"startedAt\".*Z\",? ?", "");
    answers.put(POD, new Answer(200, unknown.replace("\"message\": \"\",", "\"message\": \"\"")));
    Answer env = Objects.requireNonNull(answers.get(SECRETS + "users-env"));
    String made = "2026-11-01T00:00:00Z";
    answers.put(SECRETS + "users-env", written(env, made, made));
    assertThat(take("").trouble()).contains("may have changed since");
  }

  @Test
  void readsTheSecretsOfTheRunThatItReads() throws IOException, InterruptedException {
    api.onLog(
        () -> {
          answers.put(POD, afterRun(2));
          api.secret("users-env", Map.of("A", "second-value"));
          answers.put(LOG, new Answer(200, "second-value seen"));
        });
    EvidenceTaken taken = take("");
    assertThat(taken.evidence().exitCode()).isEqualTo(138);
    assertThat(taken.evidence().log()).isEqualTo("[redacted] seen");
  }

  /** The projection of a pod keeps its two ends alone, and cuts wherever a value may be. */
  @Test
  void hidesValuesOfALongMessageBeforeItIsCut() throws IOException, InterruptedException {
    for (int before = 480; before < 540; before++) {
      answers.put(
          POD,
          new Answer(
              200,
              pod("\"running\": {}", "x".repeat(before) + " hunter2secret " + "y".repeat(900))));
      assertThat(take("").evidence().message()).contains(" [redacted] ").doesNotContain("hunter");
    }
  }

  @Test
  void keepsTheRestWithoutTheRightToReadLogs() throws IOException, InterruptedException {
    answers.put(LOG, status(403));
    EvidenceTaken taken = take("hunter2secret is wrong");
    assertThat(taken.evidence().log()).isNull();
    assertThat(taken.evidence().message()).isEqualTo("[redacted] is wrong");
    assertThat(taken.trouble())
        .isEqualTo(
            "may not get pods/log in namespace shop: grant it to see what containers wrote; "
                + "everything else works without");
  }

  @Test
  void keepsNeitherLogNorMessageThatCannotBeRedacted() throws IOException, InterruptedException {
    for (int code : List.of(403, 500)) {
      answers.put(SECRETS + "users-env", status(code));
      EvidenceTaken taken = take("hunter2secret is wrong");
      assertThat(taken.evidence())
          .isEqualTo(new Evidence("users-1", "users", 137, 9, "OOMKilled", null, null));
      assertThat(taken.trouble()).contains("get secrets").contains("redacted");
      assertThat(requests).noneMatch(request -> request.startsWith(LOG));
    }
  }

  @Test
  void doesWithoutSecretsThatDoNotExist() throws IOException, InterruptedException {
    answers.remove(SECRETS + "users-init");
    EvidenceTaken taken = take("");
    assertThat(taken.evidence().log()).contains("[redacted]");
    assertThat(taken.trouble()).isNull();
  }

  @Test
  void showsNothingWhereASecretOfTheContainerIsGone() throws IOException, InterruptedException {
    for (String name : List.of("users-env", "users-db-7f9k2htb5m", "users-files")) {
      Answer before = answers.remove(SECRETS + name);
      EvidenceTaken taken = take("hunter2secret is wrong");
      assertThat(taken.evidence())
          .isEqualTo(new Evidence("users-1", "users", 137, 9, "OOMKilled", null, null));
      assertThat(taken.trouble()).contains("the Secret " + name + " is gone");
      answers.put(SECRETS + name, before);
    }
  }

  @Test
  void keepsWhatIsKnownOfAPodThatIsGone() throws IOException, InterruptedException {
    answers.remove(POD);
    EvidenceTaken taken = take("hunter2secret");
    assertThat(taken.evidence())
        .isEqualTo(new Evidence("users-1", "users", 137, 9, "OOMKilled", null, null));
    assertThat(taken.trouble()).contains("users-1 is gone");
  }

  @Test
  void takesAnotherPodOfTheSameNameForNoProof() throws IOException, InterruptedException {
    answers.put(POD, new Answer(200, pod("\"running\": {}", "").replace("uid-1", "uid-2")));
    assertThat(take("x").trouble()).contains("is gone");
  }

  @Test
  void keepsTheMessageWhereTheLogIsGone() throws IOException, InterruptedException {
    for (Answer gone :
        List.of(
            status(404),
            status(400),
            new Answer(200, "unable to retrieve container logs for containerd://abc"))) {
      answers.put(LOG, gone);
      EvidenceTaken taken = take("hunter2secret");
      assertThat(taken.evidence().log()).isNull();
      assertThat(taken.evidence().message()).isEqualTo("[redacted]");
      assertThat(taken.trouble()).isEqualTo("the log of that run is gone");
    }
  }

  @Test
  void hasNoTroubleWithAContainerThatWroteNothing() throws IOException, InterruptedException {
    answers.put(LOG, new Answer(200, ""));
    EvidenceTaken taken = take("");
    assertThat(taken.evidence().log()).isNull();
    assertThat(taken.trouble()).isNull();
  }

  @Test
  void keepsTheLastLinesOfALongLog() throws IOException, InterruptedException {
    String line = "x".repeat(99) + "\n";
    answers.put(LOG, new Answer(200, "hunter2secret" + line.repeat(2000)));
    String log = take("").evidence().log();
    assertThat(log).isEqualTo(line.repeat(20).strip());
    answers.put(LOG, new Answer(200, "a ".repeat(40_000) + "\nlast"));
    assertThat(take("").evidence().log()).isEqualTo("last");
  }

  /** With a pod whose last run ended like this. */
  private EvidenceTaken take(String message) throws IOException, InterruptedException {
    answers.computeIfPresent(
        POD,
        (_, it) -> new Answer(it.code(), it.body().replace("\"message\": \"\"", quoted(message))));
    return new EvidenceReader(api.client(), "shop", wanted(message, 0)).read();
  }

  private static String quoted(String message) {
    return "\"message\": \"" + message + "\"";
  }
}

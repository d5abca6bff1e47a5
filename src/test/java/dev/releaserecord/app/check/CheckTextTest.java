package dev.releaserecord.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.CheckSpec;
import dev.releaserecord.app.check.Result.Verdict;
import dev.releaserecord.app.command.Documented;
import dev.releaserecord.check.Question;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a person reads of checks. */
class CheckTextTest {

  private static Result result(
      @Nullable String service, String name, Verdict verdict, String message, int millis) {
    CheckSpec spec =
        new KubernetesSerialization()
            .unmarshal("---\n{name: %s, tcp: {host: x, port: 1}}".formatted(name), CheckSpec.class);
    Asked asked = new Asked("core", service, new Question("gobee", spec, null, List.of()));
    return new Result(asked, verdict, message, Duration.ofMillis(millis));
  }

  @Test
  void thePageShowsWhatIsPrinted() throws IOException {
    List<Result> results =
        List.of(
            result("relay", "port", Verdict.Passed, "", 23),
            result(
                "relay",
                "version",
                Verdict.Failed,
                "X-Relay-Version: 0.2.0 expected, found 0.1.0 on 1 of 3 endpoints: 10.88.0.9",
                40),
            result(
                "relay",
                "select-1",
                Verdict.NotAsked,
                "it is a Job, which the operator alone makes",
                0),
            result(null, "smoke", Verdict.Errored, "DNS does not know relay.gobee.svc", 12));
    Sheet sheet = new Sheet("core", "gobee", results.stream().map(Result::check).toList());
    Documented.holds("check -f record.yaml", CheckText.of(sheet, results));
    Sheet other = new Sheet("other", "gobee", List.of());
    assertThat(CheckText.of(other, results))
        .isEqualTo("ReleaseRecord other in namespace gobee: it has no checks.\n");
  }

  @Test
  void whatAnotherWroteMovesNoCursor() {
    Result failed = result("relay", "one", Verdict.Failed, "found \u001b[2Jnothing\nat all", 1);
    Sheet sheet = new Sheet("core", "gobee", List.of(failed.check()));
    assertThat(CheckText.of(sheet, List.of(failed)))
        .contains("    FAILED  one: found nothing at all\n");
  }
}

package dev.releaserecord.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.CheckSpec;
import dev.releaserecord.app.check.Result.Verdict;
import dev.releaserecord.check.Question;
import dev.releaserecord.check.Surroundings;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be asked where there is no cluster at all. */
class InterviewTest {

  private static Asked asked(String check) {
    CheckSpec spec = new KubernetesSerialization().unmarshal("---\n" + check, CheckSpec.class);
    return new Asked("core", "users", new Question("gobee", spec, null, List.of()));
  }

  @Test
  void whatTakesAClusterSaysSo() throws InterruptedException {
    try (Interview interview =
        new Interview(Surroundings.none("No cluster was found"), false, false)) {
      assertThat(
              interview.of(
                  List.of(
                      asked("{name: every, http: {service: {port: 80}}}"),
                      asked(
                          "{name: edge, http: {url: \"https://127.0.0.1:1/\", tls: {caSecret:"
                              + " ca}}}"),
                      asked("{name: metadata, tcp: {host: 169.254.169.254, port: 80}}"))))
          .allMatch(it -> it.verdict() == Verdict.Errored)
          .extracting(Result::message)
          .containsExactly(
              "its endpoints are known to the cluster alone: No cluster was found",
              "tls.caSecret: Secret ca cannot be read: No cluster was found",
              "169.254.169.254 may not be asked: link-local and metadata addresses are refused"
                  + " without --check-link-local=allow");
    }
  }
}

package dev.releaserecord.check;

import dev.releaserecord.api.HttpCheck;
import dev.releaserecord.api.HttpServiceTarget;
import dev.releaserecord.api.HttpTls;
import dev.releaserecord.check.http.Deadline;
import dev.releaserecord.check.http.NotAsked;
import dev.releaserecord.check.http.Probe;
import dev.releaserecord.check.http.Target;
import dev.releaserecord.check.http.Trust;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Attempts at HTTP checks: of one URL, or of every ready endpoint by its own address. */
final class HttpAttempts {

  private static final int NAMED = 5;

  /** Of one check; more would only make many sockets. */
  private static final int AT_ONCE = 16;

  private final Surroundings surroundings;
  private final Probe probe;
  private final ExecutorService threads;

  HttpAttempts(Surroundings surroundings, Probe probe, ExecutorService threads) {
    this.surroundings = surroundings;
    this.probe = probe;
    this.threads = threads;
  }

  Attempt ask(Question question, HttpCheck check, Deadline deadline) throws InterruptedException {
    String version = question.version();
    try {
      Trust trust = trust(question.namespace(), check.tlsOrDefault());
      HttpServiceTarget service = check.service();
      if (service == null) {
        Target target = Target.of(check, String.valueOf(check.url()));
        List<String> wrong = probe.http(check, version, target, trust, deadline);
        return wrong.isEmpty()
            ? Attempt.PASSED
            : Attempt.failed(String.join("; ", wrong) + " (" + target + ")");
      }
      NavigableSet<String> addresses =
          surroundings.ready(question.namespace(), service.name(), question.workloads());
      boolean tls = "https".equals(service.schemeOrDefault());
      Map<String, Future<Asked>> asked = new LinkedHashMap<>();
      Semaphore places = new Semaphore(AT_ONCE);
      for (String address : addresses) {
        Target target = Target.of(check, tls, address, service.port(), service.pathOrDefault());
        asked.put(
            address,
            threads.submit(
                () -> {
                  places.acquire();
                  try {
                    return new Asked(probe.http(check, version, target, trust, deadline), null);
                  } catch (NotAsked e) {
                    return new Asked(List.of(), e.why());
                  } finally {
                    places.release();
                  }
                }));
      }
      return judge(asked);
    } catch (NotAsked e) {
      return Attempt.errored(e.why());
    }
  }

  /**
   * @param wrong what is wrong with the answer
   * @param trouble why there is none; null where there is one
   */
  private record Asked(List<String> wrong, @Nullable String trouble) {}

  /** A wrong answer outweighs one that could not be got. */
  private static Attempt judge(Map<String, Future<Asked>> asked) throws InterruptedException {
    Map<String, List<String>> wrong = new LinkedHashMap<>();
    Map<String, List<String>> troubles = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Future<Asked>> it : asked.entrySet()) {
        Asked found = it.getValue().get();
        found.wrong.forEach(
            text -> wrong.computeIfAbsent(text, _ -> new ArrayList<>()).add(it.getKey()));
        if (found.trouble != null) {
          // Its own address stands in each: what is alike is told once.
          troubles
              .computeIfAbsent(found.trouble.replace(it.getKey(), "it"), _ -> new ArrayList<>())
              .add(it.getKey());
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("an endpoint was not asked", e.getCause());
    } finally {
      asked.values().forEach(it -> it.cancel(true));
    }
    if (!wrong.isEmpty()) {
      return Attempt.failed(text(wrong, asked.size()));
    }
    return troubles.isEmpty() ? Attempt.PASSED : Attempt.errored(text(troubles, asked.size()));
  }

  private static String text(Map<String, List<String>> found, int all) {
    List<String> texts = new ArrayList<>();
    found.forEach(
        (text, addresses) -> {
          String shown = String.join(", ", addresses.subList(0, Math.min(NAMED, addresses.size())));
          int more = addresses.size() - NAMED;
          texts.add(
              text
                  + " on "
                  + addresses.size()
                  + " of "
                  + all
                  + (all == 1 ? " endpoint: " : " endpoints: ")
                  + shown
                  + (more > 0 ? " and " + more + " more" : ""));
        });
    return String.join("; ", texts);
  }

  private Trust trust(String namespace, HttpTls tls) throws NotAsked {
    if (tls.insecureOrDefault()) {
      return Trust.anybody();
    }
    String secret = tls.caSecret();
    return secret == null
        ? Trust.ofMachine()
        : Trust.of(surroundings.certificates(namespace, secret));
  }
}

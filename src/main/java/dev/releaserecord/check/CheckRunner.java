package dev.releaserecord.check;

import dev.releaserecord.api.JobCheck;
import dev.releaserecord.check.http.NotAsked;
import dev.releaserecord.kube.evidence.EvidenceTaker;
import dev.releaserecord.kube.write.JobWriter;
import dev.releaserecord.plan.check.CheckAnswer;
import dev.releaserecord.plan.check.CheckWanted;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs checks beside the passes, each on a thread of its own: it is tried again until it passes or
 * its timeout is over. An answer is kept until nobody wants its check any more.
 *
 * <p>In memory alone: a check that is still wanted after a restart is run anew.
 */
public final class CheckRunner implements AutoCloseable {

  static final Logger LOG = LoggerFactory.getLogger(CheckRunner.class);

  private final Clock clock;
  private final Questioner questioner;
  private final CheckJobs jobs;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("check-", 0).factory());
  private final Map<String, Map<CheckWanted, Run>> runs = new ConcurrentHashMap<>();

  /**
   * @param linkLocal whether link-local and metadata addresses may be asked
   */
  public CheckRunner(
      KubernetesClient client,
      JobWriter writer,
      EvidenceTaker evidence,
      boolean linkLocal,
      Clock clock) {
    this.clock = clock;
    this.questioner = new Questioner(Surroundings.of(client, "the operator"), linkLocal, threads);
    this.jobs = new CheckJobs(client, writer, evidence);
  }

  /** The answers of a record's checks that are still wanted. */
  public List<CheckAnswer> answers(String uid) {
    return runs.getOrDefault(uid, Map.of()).values().stream()
        .flatMap(run -> Stream.ofNullable(run.answer()))
        .toList();
  }

  /**
   * Begins what is wanted and does not run yet, and ends what nobody wants any more.
   *
   * @param recorded whether the status stands in the cluster that announces them: nothing begins
   *     and nothing is forgotten before
   * @param wake called when an answer is there
   * @return whether something waits to be forgotten
   */
  public boolean attend(Site site, List<CheckWanted> wanted, boolean recorded, Runnable wake) {
    if (wanted.isEmpty() && !runs.containsKey(site.uid())) {
      return false;
    }
    Map<CheckWanted, Run> own = runs.computeIfAbsent(site.uid(), _ -> new ConcurrentHashMap<>());
    if (!recorded) {
      return true;
    }
    own.forEach(
        (check, run) -> {
          if (!wanted.contains(check)) {
            own.remove(check);
            run.end();
            if (check.rule().isJob()) {
              var _ = threads.submit(() -> jobs.remove(site, check));
            }
          }
        });
    for (CheckWanted check : wanted) {
      own.computeIfAbsent(check, _ -> begin(site, check, wake));
    }
    if (own.isEmpty()) {
      runs.remove(site.uid());
    }
    return own.values().stream().anyMatch(run -> run.answer() != null);
  }

  /** A record that is gone. */
  public void forget(String uid) {
    Map<CheckWanted, Run> own = runs.remove(uid);
    if (own != null) {
      own.values().forEach(Run::end);
    }
  }

  private Run begin(Site site, CheckWanted check, Runnable wake) {
    Run run = new Run();
    run.is(
        threads.submit(
            () -> {
              long start = System.nanoTime();
              Attempt last;
              try {
                last = run(site, check, start);
              } catch (NotAsked e) {
                last = Attempt.errored(e.why());
              } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted()
                    || e.getCause() instanceof InterruptedException) {
                  return null;
                }
                LOG.error("check {} of {}", check.rule().name(), site.record(), e);
                last = Attempt.errored("a fault of the operator, " + e.getClass().getSimpleName());
              }
              run.answered(
                  new CheckAnswer(
                      check,
                      last.outcome(),
                      last.message(),
                      clock.instant(),
                      Duration.ofNanos(System.nanoTime() - start)));
              LOG.info(
                  "{}/{}: check {}: {} {}",
                  site.namespace(),
                  site.record(),
                  check.rule().name(),
                  last.outcome(),
                  last.message());
              wake.run();
              return null;
            }));
    return run;
  }

  private Attempt run(Site site, CheckWanted check, long start)
      throws NotAsked, InterruptedException {
    long end = start + check.rule().timeout().toNanos();
    JobCheck job = check.rule().spec().job();
    return job == null
        ? questioner.until(question(site, check), end)
        : jobs.run(site, check, job.cronJob(), end);
  }

  private static Question question(Site site, CheckWanted check) {
    return new Question(
        site.namespace(), check.rule().spec(), check.rule().version(), check.subject().workloads());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

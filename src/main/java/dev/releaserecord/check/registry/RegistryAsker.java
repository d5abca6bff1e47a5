package dev.releaserecord.check.registry;

import dev.releaserecord.image.ImageReference;
import dev.releaserecord.plan.pull.Pull;
import dev.releaserecord.plan.pull.PullAccess;
import dev.releaserecord.plan.pull.PullAnswer;
import dev.releaserecord.plan.pull.PullReply;
import dev.releaserecord.plan.release.Release;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks registries behind the passes. An answer stands in the next observation, and wakes whoever
 * waits for it; one that has grown old stands there until the next one is in.
 */
public final class RegistryAsker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryAsker.class);

  private static final int AT_ONCE = 8;

  /** From the asking to the answer, the wait for a place included: then nobody knows. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int KEPT = 4_096;

  private final Keyrings keyrings;
  private final RegistryClient client;
  private final Clock clock;
  private final Duration patience;
  private final Consumer<Release.Identity> waker;
  private final Answers answers = new Answers();
  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** In the order of their answers; the oldest are forgotten. */
  private final Map<Pull, PullReply> replies =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Pull, PullReply> eldest) {
          return size() > KEPT;
        }
      };

  /** What is being asked, with who waits for it, by uid. */
  private final Map<Pull, Map<String, Release.Identity>> outstanding = new HashMap<>();

  /** Built when it is asked for: a pass wants all at one instant. */
  private @Nullable Map<Pull, PullReply> snapshot;

  /**
   * @param plainHttp registries, as {@code host} or {@code host:port}, that are spoken to without
   *     TLS
   * @param waker told of a record for which an answer has come
   */
  public RegistryAsker(
      Keyrings keyrings,
      Collection<String> plainHttp,
      Clock clock,
      Consumer<Release.Identity> waker) {
    this(
        keyrings,
        new RegistryClient(java.util.Set.copyOf(plainHttp), clock),
        clock,
        PATIENCE,
        waker);
  }

  RegistryAsker(
      Keyrings keyrings,
      RegistryClient client,
      Clock clock,
      Duration patience,
      Consumer<Release.Identity> waker) {
    this.keyrings = keyrings;
    this.client = client;
    this.clock = clock;
    this.patience = patience;
    this.waker = waker;
  }

  /** All answers so far. */
  public synchronized Map<Pull, PullReply> replies() {
    Map<Pull, PullReply> known = snapshot;
    if (known == null) {
      known = Map.copyOf(replies);
      snapshot = known;
    }
    return known;
  }

  /**
   * Has asked what is not known, or not any more; returns at once.
   *
   * @param anew whether to ask again whatever was not answered well
   */
  public void ask(Release.Identity record, List<Pull> pulls, boolean anew) {
    Map<PullAccess, List<Pull>> due = due(record, pulls, anew);
    Patience end = Patience.of(patience);
    due.forEach((access, its) -> execute(() -> open(access, its, end, anew)));
  }

  private synchronized Map<PullAccess, List<Pull>> due(
      Release.Identity record, List<Pull> pulls, boolean anew) {
    Map<PullAccess, List<Pull>> due = new LinkedHashMap<>();
    Instant now = clock.instant();
    for (Pull pull : pulls) {
      if (known(pull, now, anew)) {
        continue;
      }
      Map<String, Release.Identity> waiting = outstanding.get(pull);
      if (waiting == null) {
        waiting = new HashMap<>();
        outstanding.put(pull, waiting);
        due.computeIfAbsent(pull.access(), _ -> new ArrayList<>()).add(pull);
      }
      waiting.put(record.uid(), record);
    }
    return due;
  }

  private boolean known(Pull pull, Instant now, boolean anew) {
    PullReply reply = replies.get(pull);
    return reply != null
        && now.isBefore(reply.until())
        && !(anew && !(reply.answer() instanceof PullAnswer.Present));
  }

  /** The keyring lives as long as the questions that it is opened for. */
  private void open(PullAccess access, List<Pull> pulls, Patience end, boolean anew) {
    try {
      switch (within(end, () -> keyrings.open(access))) {
        case Keyrings.Opened.Ready(var credentials) ->
            pulls.forEach(pull -> execute(() -> settle(pull, ask(pull, credentials, end, anew))));
        case Keyrings.Opened.Broken(String why) -> {
          PullAnswer denied = new PullAnswer.Denied(why, PullAnswer.To.Broken);
          pulls.forEach(pull -> settle(pull, reply(Answer.of(denied))));
        }
        case Keyrings.Opened.Unreadable(String why) -> unknown(pulls, why);
      }
    } catch (TimeoutException _) {
      unknown(pulls, "was not asked: the pull secrets could not be read in time");
    } catch (ExecutionException e) {
      // Its message may quote what was read.
      unknown(pulls, fault(e.getCause()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Keyrings.Opened within(
      Patience end, java.util.concurrent.Callable<Keyrings.Opened> opening)
      throws InterruptedException, ExecutionException, TimeoutException {
    Future<Keyrings.Opened> opened = threads.submit(opening);
    try {
      return opened.get(end.left(), TimeUnit.NANOSECONDS);
    } finally {
      opened.cancel(true);
    }
  }

  private void unknown(List<Pull> pulls, String why) {
    pulls.forEach(pull -> settle(pull, reply(Answer.unknown(why))));
  }

  private PullReply reply(Answer answer) {
    return Answers.reply(answer, clock.instant());
  }

  private PullReply ask(
      Pull pull,
      Function<ImageReference, List<Credential>> credentials,
      Patience end,
      boolean anew) {
    try {
      if (!places.tryAcquire(end.left(), TimeUnit.NANOSECONDS)) {
        return reply(
            Answer.unknown("was not asked in time: too many other registries do not answer"));
      }
      try {
        return tryAll(pull, credentials.apply(pull.image().image()), end, anew);
      } finally {
        places.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return reply(Answer.unknown("was not asked: the operator stops"));
    } catch (RuntimeException e) {
      return reply(Answer.unknown(fault(e)));
    }
  }

  /** One after the other until one is let in, as a kubelet does; without any as nobody. */
  private PullReply tryAll(Pull pull, List<Credential> credentials, Patience end, boolean anew)
      throws InterruptedException {
    if (credentials.isEmpty()) {
      return tryOne(pull, null, end, anew);
    }
    List<PullReply> all = new ArrayList<>();
    for (Credential credential : credentials) {
      PullReply reply = tryOne(pull, credential, end, anew);
      if (reply.answer() instanceof PullAnswer.Present) {
        return reply;
      }
      all.add(reply);
    }
    PullAnswer best = Verdicts.best(all.stream().map(PullReply::answer).toList());
    return all.stream().filter(reply -> reply.answer().equals(best)).findFirst().orElseThrow();
  }

  private PullReply tryOne(Pull pull, @Nullable Credential credential, Patience end, boolean anew)
      throws InterruptedException {
    Instant now = clock.instant();
    PullReply known = answers.find(pull.image(), credential, now).orElse(null);
    if (known != null && !(anew && !(known.answer() instanceof PullAnswer.Present))) {
      return known;
    }
    Answer answer = client.ask(pull.image(), credential, end);
    return answers.keep(pull.image(), credential, answer, clock.instant());
  }

  private static String fault(@Nullable Throwable thrown) {
    String name = thrown == null ? "unnamed" : thrown.getClass().getSimpleName();
    return "could not be asked, by a fault of the operator (" + name + ")";
  }

  private void settle(Pull pull, PullReply reply) {
    Map<String, Release.Identity> waiting;
    synchronized (this) {
      replies.remove(pull);
      replies.put(pull, reply);
      snapshot = null;
      waiting = outstanding.remove(pull);
    }
    LOG.debug("{}: {}", pull.image().text(), reply.answer());
    if (waiting != null) {
      waiting.values().forEach(waker);
    }
  }

  private void execute(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException _) {
      // It stops: nobody waits any more.
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.close();
  }
}

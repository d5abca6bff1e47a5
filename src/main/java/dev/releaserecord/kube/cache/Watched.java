package dev.releaserecord.kube.cache;

import dev.releaserecord.kube.ApiFailure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One informer and its store. It never gives up: what cannot be read is said, and tried again.
 *
 * <p>Without some kinds the operator only sees less. Where it may not read one of those, nobody may
 * ever grant it the right, so it asks once a minute; the client itself asks twice a minute at the
 * slowest, for each kind in each namespace.
 */
final class Watched<T extends HasMetadata, P> {

  /**
   * Objects that one answer of a list may carry. Each takes five times its JSON until it is a
   * projection, and all kinds are listed at once: a page has to die young.
   */
  private static final long PAGE = 50L;

  private static final Executor IN_A_MINUTE =
      CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES);

  private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

  private final String plural;
  private final Informable<T> source;
  private final ProjectionStore<T, P> store;
  private final @Nullable Dispensable blind;
  private final Executor later;
  private final CompletableFuture<@Nullable Void> firstAnswer = new CompletableFuture<>();
  private volatile SharedIndexInformer<T> informer;
  private volatile @Nullable Throwable failure;

  /** Whether the informer of now has listed and watches; kept for what can be done without. */
  private volatile boolean seen;

  private boolean stopped;

  /** A kind that nothing works without. */
  Watched(String plural, Informable<T> source, ProjectionStore<T, P> store) {
    this(plural, source, store, null, IN_A_MINUTE);
  }

  /** A kind that can be done without. */
  Watched(String plural, Informable<T> source, ProjectionStore<T, P> store, Dispensable blind) {
    this(plural, source, store, blind, IN_A_MINUTE);
  }

  /**
   * @param later runs the next attempt after a refusal
   */
  Watched(
      String plural,
      Informable<T> source,
      ProjectionStore<T, P> store,
      @Nullable Dispensable blind,
      Executor later) {
    this.plural = plural;
    this.source = source;
    this.store = store;
    this.blind = blind;
    this.later = later;
    this.informer = informer();
  }

  private SharedIndexInformer<T> informer() {
    return source
        .withLimit(PAGE)
        .runnableInformer(0)
        .removeNamespaceIndex()
        .itemStore(store)
        .exceptionHandler((_, problem) -> tryAgain(problem));
  }

  /** Begins; {@link #awaitFirstAnswer} says when there is something to see. */
  synchronized void start() {
    if (stopped) {
      firstAnswer.complete(null);
      return;
    }
    informer
        .start()
        .whenComplete(
            (_, problem) -> {
              if (problem == null) {
                see();
              }
              firstAnswer.complete(null);
            });
  }

  private void see() {
    boolean before = seen;
    seen = true;
    if (failure != null) {
      failure = null;
      LOG.info("{} can be read now", plural);
    }
    if (blind != null && !before) {
      blind.turned().run();
    }
  }

  /** Always true: the client ends an informer for good otherwise. */
  private boolean tryAgain(Throwable thrown) {
    Throwable problem =
        thrown instanceof WatcherException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    say(problem);
    firstAnswer.complete(null);
    if (blind != null && ApiFailure.of(problem) instanceof ApiFailure.Forbidden) {
      // Not on the client's own thread: it may hold the locks that stop() wants.
      ForkJoinPool.commonPool().execute(this::pause);
    }
    return true;
  }

  /** One line, once: the client would print a stack trace at every attempt. */
  private void say(Throwable problem) {
    Throwable before = failure;
    failure = problem;
    String message = ApiFailure.of(problem).message();
    if (before == null || !ApiFailure.of(before).message().equals(message)) {
      LOG.warn("cannot read {}: {}{}; trying again", plural, message, without());
    }
  }

  private void pause() {
    if (paused() && blind != null) {
      blind.turned().run();
    }
  }

  /** Whether that ended what could be read until now. */
  private synchronized boolean paused() {
    if (stopped || !informer.isRunning()) {
      return false;
    }
    informer.stop();
    boolean before = seen;
    seen = false;
    later.execute(this::resume);
    return before;
  }

  /** A stopped informer does not start again; the new one fills the same store. */
  private synchronized void resume() {
    if (!stopped) {
      informer = informer();
      start();
    }
  }

  void awaitFirstAnswer() {
    firstAnswer.join();
  }

  void awaitFirstAnswer(Duration atMost) {
    firstAnswer.copy().completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  synchronized void stop() {
    stopped = true;
    informer.stop();
  }

  ProjectionStore<T, P> store() {
    return store;
  }

  boolean running() {
    return informer.isRunning();
  }

  /**
   * Whether what the store holds can be believed. What was filled once is trusted while it is
   * renewed; what can be done without is not trusted any more once it is refused.
   */
  boolean readable() {
    return blind == null ? informer.hasSynced() : seen;
  }

  /** Why nothing can be read. */
  Optional<String> problem() {
    if (readable()) {
      return Optional.empty();
    }
    Throwable cause = failure;
    return Optional.of(
        (cause == null
                ? plural + " are not read yet"
                : "cannot read " + plural + ": " + ApiFailure.of(cause).message())
            + without());
  }

  /** The right that is missing, as {@code list nodes}; nothing for other troubles. */
  Optional<String> missingRight() {
    Throwable cause = failure;
    if (blind == null
        || readable()
        || cause == null
        || !(ApiFailure.of(cause) instanceof ApiFailure.Forbidden(String message))) {
      return Optional.empty();
    }
    return Optional.of((message.contains("cannot watch") ? "watch " : "list ") + blind.right());
  }

  private String without() {
    return blind == null ? "" : "; without them " + blind.without();
  }
}

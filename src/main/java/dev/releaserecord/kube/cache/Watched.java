package dev.releaserecord.kube.cache;

import dev.releaserecord.kube.ApiFailure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One informer and its store. It never gives up: what cannot be read is said, and tried again. */
final class Watched<T extends HasMetadata, P> {

  /** Objects that one answer of a list may carry: bounds what is in memory at once. */
  private static final long PAGE = 200L;

  private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

  private final String plural;
  private final ProjectionStore<T, P> store;
  private final SharedIndexInformer<T> informer;
  private final CompletableFuture<@Nullable Void> firstAnswer = new CompletableFuture<>();
  private volatile @Nullable Throwable failure;

  Watched(String plural, Informable<T> source, ProjectionStore<T, P> store) {
    this.plural = plural;
    this.store = store;
    this.informer =
        source
            .withLimit(PAGE)
            .runnableInformer(0)
            .removeNamespaceIndex()
            .itemStore(store)
            .exceptionHandler(
                (_, problem) -> {
                  failed(problem);
                  firstAnswer.complete(null);
                  return true;
                });
  }

  /** Begins; {@link #awaitFirstAnswer} says when there is something to see. */
  void start() {
    informer.start().whenComplete((_, _) -> firstAnswer.complete(null));
  }

  /** One line, once: the client would print a stack trace at every attempt. */
  private void failed(Throwable problem) {
    Throwable before = failure;
    failure = problem;
    String message = ApiFailure.of(problem).message();
    if (before == null || !ApiFailure.of(before).message().equals(message)) {
      LOG.warn("cannot read {}: {}; trying again", plural, message);
    }
  }

  void awaitFirstAnswer() {
    firstAnswer.join();
  }

  void stop() {
    informer.stop();
  }

  ProjectionStore<T, P> store() {
    return store;
  }

  boolean running() {
    return informer.isRunning();
  }

  /**
   * Why nothing could be read so far; a cache that was filled once is trusted while it is renewed.
   */
  Optional<String> problem() {
    if (informer.hasSynced()) {
      return Optional.empty();
    }
    Throwable cause = failure;
    return Optional.of(
        cause == null
            ? plural + " are not read yet"
            : "cannot read " + plural + ": " + ApiFailure.of(cause).message());
  }
}

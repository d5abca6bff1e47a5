package dev.releaserecord.app.status;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.app.record.Standing;
import dev.releaserecord.kube.ApiFailure;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Watches one record, and shows every change, until it is deleted or nobody reads any more. */
final class Follower implements ResourceEventHandler<ReleaseRecord> {

  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
  private final Display display;
  private final Reader reader;

  /**
   * @param reader told whether anybody reads what the display wrote
   */
  Follower(Display display, Reader reader) {
    this.display = display;
    this.reader = reader;
  }

  /** Who reads the output. */
  @FunctionalInterface
  interface Reader {
    boolean hasGone();
  }

  private sealed interface News {}

  private record Changed(Standing standing) implements News {}

  private record Deleted() implements News {}

  private record Unreachable(String why) implements News {}

  /** Why nothing more is shown. */
  enum End {
    DELETED,
    UNREAD
  }

  /** Throws what the client throws where it cannot even begin. */
  End follow(KubernetesClient client, String namespace, String name) throws InterruptedException {
    try (SharedIndexInformer<ReleaseRecord> informer =
        client
            .resources(ReleaseRecord.class)
            .inNamespace(namespace)
            .withName(name)
            .runnableInformer(0)) {
      informer.exceptionHandler(this::lost);
      informer.addEventHandler(this);
      informer.run();
      // It may have gone between the two looks.
      return informer.getStore().list().isEmpty() ? End.DELETED : show();
    }
  }

  private End show() throws InterruptedException {
    while (true) {
      switch (news.take()) {
        case Changed(Standing standing) -> display.show(standing);
        case Unreachable(String why) -> display.trouble(why);
        case Deleted() -> {
          return End.DELETED;
        }
      }
      if (reader.hasGone()) {
        return End.UNREAD;
      }
    }
  }

  /** Tried again for ever once it has begun: a cluster comes back. */
  private boolean lost(boolean started, Throwable error) {
    if (started) {
      news.add(
          new Unreachable(ApiFailure.of(error).message() + "; it is tried again until it answers"));
    }
    return started;
  }

  @Override
  public void onAdd(ReleaseRecord record) {
    news.add(new Changed(Standing.of(record)));
  }

  @Override
  public void onUpdate(ReleaseRecord before, ReleaseRecord record) {
    news.add(new Changed(Standing.of(record)));
  }

  @Override
  public void onDelete(ReleaseRecord record, boolean unknown) {
    news.add(new Deleted());
  }
}

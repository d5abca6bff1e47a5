package dev.releaserecord.check.registry;

import dev.releaserecord.image.ImageReference;
import dev.releaserecord.plan.pull.PullAccess;
import java.util.List;
import java.util.function.Function;

/** Where credentials come from. */
@FunctionalInterface
public interface Keyrings {

  /** May take as long as the API server does. */
  Opened open(PullAccess access);

  /** What came of it. */
  sealed interface Opened {

    /**
     * @param credentials all that a kubelet would try for an image, in its order
     */
    record Ready(Function<ImageReference, List<Credential>> credentials) implements Opened {}

    /**
     * A kubelet would pull nothing.
     *
     * @param why a clause
     */
    record Broken(String why) implements Opened {}

    /**
     * @param why a clause that goes on from the registry
     */
    record Unreadable(String why) implements Opened {}
  }
}

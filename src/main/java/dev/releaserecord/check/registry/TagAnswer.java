package dev.releaserecord.check.registry;

import dev.releaserecord.image.Digest;
import dev.releaserecord.plan.pull.Platform;
import dev.releaserecord.plan.pull.PullAnswer;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a registry says of a tag. */
public sealed interface TagAnswer {

  /**
   * What it stands for now; a moment later it may be something else.
   *
   * @param index whether it is an index of images, one for each platform
   * @param platforms those of an index; empty where it is none, or names none
   */
  record Means(Digest digest, boolean index, SortedSet<Platform> platforms) implements TagAnswer {
    public Means {
      platforms = new TreeSet<>(platforms);
    }
  }

  /**
   * Nothing that could be told.
   *
   * @param answer never {@link PullAnswer.Present}
   */
  record Not(PullAnswer answer) implements TagAnswer {}
}

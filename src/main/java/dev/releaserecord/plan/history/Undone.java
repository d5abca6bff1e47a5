package dev.releaserecord.plan.history;

import dev.releaserecord.image.Digest;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.plan.action.Action.ImageChange;
import java.util.List;
import java.util.Optional;

/** Somebody moved a workload by hand back to what the history says was verified. */
public final class Undone {

  private Undone() {}

  /** The newest verified set in which the service ran what now stands in all of its containers. */
  public static Optional<VerifiedSet> to(
      History history, String service, List<ImageChange> changes) {
    return history.sets().stream()
        .filter(
            set ->
                changes.stream()
                    .filter(change -> change.service().equals(service))
                    .allMatch(change -> ran(set, service, change.from())))
        .findFirst();
  }

  private static boolean ran(VerifiedSet set, String service, String image) {
    Optional<String> digest =
        ImageReference.parse(image).toOptional().flatMap(ImageReference::digest).map(Digest::text);
    return digest.isPresent()
        && set.member(service).filter(it -> it.digest().equals(digest.get())).isPresent();
  }

  /**
   * @param moved who moved what
   */
  public static String text(String moved, VerifiedSet set, String record) {
    return moved
        + ", which was verified in digest set "
        + set.digestSet()
        + ", and what is declared never was, so it is left alone; make it official:"
        + " release-operator rollback "
        + record
        + " --to "
        + set.digestSet()
        + "; or have what is declared pinned again: kubectl annotate rr "
        + record
        + " releaserecord.dev/retry=\"$(date +%s)\" --overwrite";
  }
}

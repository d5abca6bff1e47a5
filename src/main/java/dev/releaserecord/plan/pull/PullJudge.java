package dev.releaserecord.plan.pull;

import static java.util.stream.Collectors.joining;

import dev.releaserecord.image.ImageReference;
import dev.releaserecord.plan.pull.Availability.Outstanding;
import dev.releaserecord.plan.pull.Availability.Unavailable;
import dev.releaserecord.plan.pull.Availability.Uncertain;
import dev.releaserecord.plan.pull.PullAccess.PullSecret;
import dev.releaserecord.plan.pull.PullPlanner.Part;
import dev.releaserecord.rollout.diagnosis.Cause;

/** What an answer means for the pods of a workload. */
final class PullJudge {

  private PullJudge() {}

  static Availability judge(Pull pull, PullAnswer answer, Part part, PlatformJudge platforms) {
    return switch (answer) {
      case PullAnswer.Present(var built) -> platforms.judge(pull.image(), built, part);
      case PullAnswer.Absent(String found) ->
          new Unavailable(
              Cause.ImageNotFound,
              said(pull, found)
                  + ": it has no such image; push it, or declare a digest that is there");
      case PullAnswer.Denied(String found, var to) -> denied(pull, found, to, part);
      case PullAnswer.Unknown(String why) ->
          new Uncertain(said(pull, why) + "; whether the image is there is not known");
    };
  }

  static Availability unanswered(Pull pull, boolean pinned) {
    return pinned
        ? new Uncertain(
            pull.image().text()
                + " is pinned, and its registry is not asked any more: its pods show whether it is"
                + " there")
        : new Outstanding(
            "waits for registry "
                + pull.image().image().domain()
                + " to say whether it has "
                + pull.image().text()
                + " (registryCheck)");
  }

  /** The one that needs a person most. */
  static Availability worse(Availability one, Availability other) {
    return rank(other) < rank(one) ? other : one;
  }

  private static int rank(Availability availability) {
    return switch (availability) {
      case Unavailable _ -> 0;
      case Outstanding _ -> 1;
      case Uncertain _ -> 2;
      case Availability.Partial _ -> 3;
      case Availability.Available _ -> 4;
      case Availability.NotAsked _ -> 5;
    };
  }

  /**
   * Nodes may have credentials of their own (a credential provider of a cloud), which nobody here
   * can see: pods that run from the repository prove it.
   */
  private static Availability denied(Pull pull, String found, PullAnswer.To to, Part part) {
    String said = said(pull, found);
    return switch (to) {
      case Broken ->
          new Unavailable(
              Cause.ImagePullUnauthorized,
              pull.image().text() + " cannot be pulled: " + found + "; create that Secret anew");
      case Secrets ->
          new Unavailable(
              Cause.ImagePullUnauthorized,
              said
                  + " to the credentials of "
                  + secrets(pull.access())
                  + "; mend them, or grant their user to pull this repository");
      case Anybody ->
          proven(pull.image().image(), part)
              ? new Uncertain(
                  said
                      + " without credentials, but a pod runs an image of this repository: the"
                      + " nodes seem to have credentials of their own, which cannot be tried here")
              : new Unavailable(
                  Cause.ImagePullUnauthorized,
                  said
                      + " without credentials, and no pull secret has any for it; name a Secret"
                      + " that has in "
                      + pull.access().place()
                      + ", or, if the nodes have credentials of their own, write registryCheck:"
                      + " Warn");
    };
  }

  private static String secrets(PullAccess access) {
    return access.secrets().isEmpty()
        ? "the pull secrets of ServiceAccount " + access.serviceAccount()
        : "Secret " + access.secrets().stream().map(PullSecret::name).collect(joining(", "));
  }

  private static boolean proven(ImageReference wanted, Part part) {
    return part.pods().stream()
        .flatMap(pod -> pod.containers().stream())
        .filter(container -> !container.imageId().isEmpty())
        .flatMap(container -> ImageReference.parse(container.image()).toOptional().stream())
        .anyMatch(wanted::sameRepository);
  }

  private static String said(Pull pull, String clause) {
    return pull.image().text() + ": registry " + pull.image().image().domain() + " " + clause;
  }
}

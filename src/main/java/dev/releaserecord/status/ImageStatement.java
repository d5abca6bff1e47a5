package dev.releaserecord.status;

import dev.releaserecord.api.RegistryCheck;
import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Statement;
import dev.releaserecord.condition.StepReason;
import dev.releaserecord.condition.Truth;
import dev.releaserecord.plan.pull.Availability;
import dev.releaserecord.plan.release.Release;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The condition {@code ImagesAvailable}; absent where registries are not asked. */
final class ImageStatement {

  private ImageStatement() {}

  static Optional<Statement> of(Release release, List<ServiceOutcome> services) {
    List<ServiceOutcome> declared = services.stream().filter(ServiceOutcome::declared).toList();
    return release.policy().registryCheck() == RegistryCheck.None || declared.isEmpty()
        ? Optional.empty()
        : Optional.of(statement(declared));
  }

  private static Statement statement(List<ServiceOutcome> declared) {
    List<String> missing = declared.stream().flatMap(ImageStatement::missing).toList();
    if (!missing.isEmpty()) {
      return statement(Truth.False, StepReason.NotAllImagesAvailable, said(missing));
    }
    List<String> open = declared.stream().flatMap(ImageStatement::open).toList();
    return open.isEmpty()
        ? statement(
            Truth.True,
            StepReason.AllImagesAvailable,
            "every declared digest is in its registry, or its pods run it already")
        : statement(Truth.Unknown, StepReason.ImagesUnknown, said(open));
  }

  /** The first in full: the status of a record has to stay small. */
  private static String said(List<String> all) {
    return all.getFirst()
        + (all.size() == 1 ? "" : ". The same or the like of " + (all.size() - 1) + " more");
  }

  private static Stream<String> missing(ServiceOutcome service) {
    return service.plan().image() instanceof Availability.Unavailable(var _, String message)
        ? Stream.of(service.name() + ": " + message)
        : Stream.empty();
  }

  private static Stream<String> open(ServiceOutcome service) {
    return switch (service.plan().image()) {
      case Availability.Outstanding(String message) -> Stream.of(service.name() + ": " + message);
      case Availability.Uncertain(String message) -> Stream.of(service.name() + ": " + message);
      case Availability.NotAsked _ ->
          service.pinned()
              ? Stream.empty()
              : Stream.of(service.name() + ": not all of its workloads can be seen");
      case Availability.Available _, Availability.Partial _, Availability.Unavailable _ ->
          Stream.empty();
    };
  }

  private static Statement statement(Truth truth, StepReason reason, String message) {
    return new Statement(ConditionType.ImagesAvailable, truth, reason, message);
  }
}

package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.diagnosis.Phrases.Meaning;
import java.util.Optional;

/** What is missing or wrong in the configuration that a pod refers to. */
final class ConfigFaults {

  private ConfigFaults() {}

  /** An object or key that a message of the kubelet says is missing. */
  static Optional<Fault> missing(Place place, String message) {
    return Phrases.config(message).map(meaning -> missing(place, meaning));
  }

  private static Fault missing(Place place, Meaning meaning) {
    String object = meaning.object();
    String key = meaning.key();
    return switch (meaning.cause()) {
      case MissingSecretKey ->
          new Fault(
              Cause.MissingSecretKey,
              place,
              "needs the key "
                  + key
                  + " of "
                  + (object.isEmpty() ? "a Secret" : "Secret " + object)
                  + ", which has no such key",
              "add the key to the Secret, or mend the reference in the manifest");
      case MissingSecret ->
          new Fault(
              Cause.MissingSecret,
              place,
              "needs the Secret " + object + ", which does not exist",
              "create it, or mend the reference in the manifest");
      default ->
          new Fault(
              Cause.MissingConfigMap,
              place,
              key.isEmpty()
                  ? "needs the ConfigMap " + object + ", which does not exist"
                  : "needs the key "
                      + key
                      + " of "
                      + (object.isEmpty() ? "a ConfigMap" : "ConfigMap " + object)
                      + ", which has no such key",
              "create it, or mend the reference in the manifest");
    };
  }

  /**
   * What the kubelet says of a container that it cannot configure.
   *
   * @param reason the waiting reason
   * @return empty where the reason speaks of something else
   */
  static Optional<Fault> ofWaiting(
      Facts facts, Pod pod, PodContainer container, String reason, String message) {
    if (!reason.equals("CreateContainerConfigError") || PodExamination.waits(facts, pod, message)) {
      return Optional.empty();
    }
    Place place = Place.of(pod, container);
    return Optional.of(
        missing(place, message)
            .orElseGet(
                () ->
                    new Fault(
                        Cause.ConfigError,
                        place,
                        "cannot be configured: " + Wording.cut(message),
                        "mend what the message names in the manifest")));
  }
}

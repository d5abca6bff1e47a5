package dev.releaserecord.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Phase;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.diagnosis.Cause;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A workload that goes wrong, the service of a record that governs it, and what the record has to
 * say. Texts hold words like {@code $IMAGE}, which a suite replaces by what its cluster has.
 *
 * @param name of the workload and of the service
 * @param service its further fields in the record, beside name and workload
 * @param manifest what is applied
 * @param then what is done to it before the record comes
 * @param words what the message has to name
 */
record Trouble(
    String name,
    Kind kind,
    Cause cause,
    Phase phase,
    String service,
    String manifest,
    Then then,
    List<String> words) {

  /** What is done to it once it is applied. */
  enum Then {
    Nothing,
    /** It has to be whole before the record comes. */
    BeWhole,
    /** It is paused when it is whole. */
    Pause,
    /** Its pod, when it is whole, gets a finalizer and is deleted. */
    Hold,
    /** A Job of it is started by hand. */
    Run
  }

  private static final String DECLARED = "image: $REPOSITORY, digest: \"$DIGEST\"";

  static Trouble trouble(String name, Cause cause, Phase phase, String... words) {
    return new Trouble(
        name, Kind.Deployment, cause, phase, DECLARED, "", Then.Nothing, List.of(words));
  }

  /** A Deployment of one pod. */
  Trouble pod(String spec) {
    return manifest(Manifests.deployment(name, 1, spec));
  }

  Trouble manifest(String text) {
    return new Trouble(name, kind, cause, phase, service, text, then, words);
  }

  /** A change of the manifest, for what the ready-made ones do not offer. */
  Trouble with(String found, String replacement) {
    assertThat(manifest).contains(found);
    return manifest(manifest.replace(found, replacement));
  }

  Trouble declares(String fields) {
    return new Trouble(name, kind, cause, phase, fields, manifest, then, words);
  }

  Trouble then(Then next) {
    return new Trouble(name, kind, cause, phase, service, manifest, next, words);
  }

  Trouble also(String field) {
    return declares(service + ", " + field);
  }

  /** Its workload is of that kind, with the one pod or template that this pod spec makes. */
  Trouble as(Kind newKind, String spec) {
    String text =
        switch (newKind) {
          case Deployment -> Manifests.deployment(name, 1, spec);
          case StatefulSet -> Manifests.statefulSet(name, 1, spec);
          case DaemonSet -> Manifests.daemonSet(name, spec);
          case CronJob -> Manifests.cronJob(name, spec);
        };
    return new Trouble(name, newKind, cause, phase, service, text, then, words);
  }

  /** The entry of the record. */
  String entry() {
    return "- {name: %1$s, %2$s, workloads: [{kind: %3$s, name: %1$s, containers: [app]}]}\n"
        .formatted(name, service, kind);
  }

  /** That the record names all of them now. */
  static void assertNamed(List<Trouble> troubles, ReleaseRecordStatus status) {
    Map<String, ServiceStatus> services =
        status.services().stream()
            .collect(Collectors.toMap(ServiceStatus::name, Function.identity()));
    assertThat(
            troubles.stream()
                .flatMap(trouble -> trouble.missed(services.get(trouble.name)).stream()))
        .isEmpty();
  }

  /** What is said instead; empty where all is said that has to be. */
  private Optional<String> missed(@Nullable ServiceStatus status) {
    String wanted = name + " is not " + phase + " by " + cause + " with " + words;
    if (status == null) {
      return Optional.of(wanted);
    }
    String message = Objects.requireNonNullElse(status.message(), "");
    boolean said =
        status.phase() == phase
            && cause.name().equals(status.cause())
            && words.stream().allMatch(message::contains);
    return said
        ? Optional.empty()
        : Optional.of(wanted + ": " + status.phase() + " by " + status.cause() + ", " + message);
  }

  /** Puts in what a cluster has. */
  static String filled(String text, Map<String, String> values) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("$" + value.getKey(), value.getValue());
    }
    return filled;
  }

  Trouble filled(Map<String, String> values) {
    return new Trouble(
        name,
        kind,
        cause,
        phase,
        filled(service, values),
        filled(manifest, values),
        then,
        words.stream().map(word -> filled(word, values)).toList());
  }
}

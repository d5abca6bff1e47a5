package dev.releaserecord.plan.release;

import dev.releaserecord.api.ConfigChangeMode;
import dev.releaserecord.api.RotationMode;
import dev.releaserecord.api.SecretSpec;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.GeneratedName;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is done when an object changes that pods were started with.
 *
 * @param declared by the names of Secrets that an entry of {@code secrets} gives
 * @param others {@code spec.onConfigChange}
 */
public record Reactions(List<Declared> declared, Reaction others) {

  public Reactions {
    declared = List.copyOf(declared);
  }

  /** One name of an entry. */
  public record Declared(String name, Reaction reaction) {}

  /** What follows a change. */
  public enum Reaction {
    Restart,
    Report,
    Ignore
  }

  static Reactions read(Stream<SecretSpec> specs, ConfigChangeMode others) {
    return new Reactions(
        specs
            .flatMap(
                spec -> spec.allNames().stream().map(name -> new Declared(name, reaction(spec))))
            .toList(),
        switch (others) {
          case Restart -> Reaction.Restart;
          case Report -> Reaction.Report;
          case Ignore -> Reaction.Ignore;
        });
  }

  private static Reaction reaction(SecretSpec spec) {
    return spec.onRotationOrDefault() == RotationMode.Restart ? Reaction.Restart : Reaction.Report;
  }

  /** Those of two services that share a workload. */
  public Reactions and(Reactions other) {
    return new Reactions(
        Stream.concat(declared.stream(), other.declared.stream()).distinct().toList(), others);
  }

  /** Whether an entry of {@code secrets} names it. */
  public boolean declares(ObjectRef object) {
    return named(object).findAny().isPresent();
  }

  /** Of several entries the one that does most. */
  public Reaction to(ObjectRef object) {
    return named(object).map(Declared::reaction).min(Reaction::compareTo).orElse(others);
  }

  private Stream<Declared> named(ObjectRef object) {
    return declared.stream()
        .filter(it -> object.isSecret() && GeneratedName.isOf(it.name, object.name()));
  }
}

package dev.releaserecord.secret;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the Secret that a record means by a name. Of several generations the one counts that the
 * templates name; how they came to lie there, nobody can tell by looking at them.
 */
final class Resolver {

  private final Set<String> own;
  private final Set<String> elsewhere;

  Resolver(Question question) {
    this.own =
        question.templates().stream()
            .flatMap(template -> template.references().secrets())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    this.elsewhere = question.elsewhere();
  }

  /** Whether a template of the service refers to it. */
  boolean referred(String declared) {
    return own.stream().anyMatch(name -> GeneratedName.isOf(declared, name));
  }

  /**
   * The names in the cluster: more than one where workloads of the service name different
   * generations, the exact one where none names any.
   */
  List<String> resolve(String declared) {
    List<String> named = of(own, declared);
    return named.isEmpty() ? List.of(declared) : named;
  }

  /** The same for a Secret that is only compared with. */
  List<String> resolveAnywhere(String declared) {
    List<String> named = of(own, declared);
    List<String> others = named.isEmpty() ? of(elsewhere, declared) : named;
    return others.isEmpty() ? List.of(declared) : others;
  }

  /** The exact name wins over generations: it may be a Secret of its own. */
  private static List<String> of(Set<String> names, String declared) {
    return names.contains(declared)
        ? List.of(declared)
        : names.stream()
            .filter(name -> GeneratedName.isGenerationOf(declared, name))
            .sorted()
            .toList();
  }
}

package dev.releaserecord.secret;

import dev.releaserecord.rollout.reference.ContainerEnv;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.env.Environment;
import dev.releaserecord.secret.env.Origin;
import dev.releaserecord.secret.fact.Stock;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whether each container of a service gets its variables from the keys that a rule names. */
final class EnvCheck {

  private final SecretRule rule;
  private final List<String> resolved;
  private final Stock stock;
  private final Findings findings;

  /**
   * @param resolved names in the cluster that the rule means
   */
  EnvCheck(SecretRule rule, List<String> resolved, Stock stock, Findings findings) {
    this.rule = rule;
    this.resolved = resolved;
    this.stock = stock;
    this.findings = findings;
  }

  void check(List<PodTemplate> templates) {
    if (rule.env().isEmpty()) {
      return;
    }
    for (PodTemplate template : templates) {
      for (String name : template.containers().stream().sorted().toList()) {
        ContainerEnv env =
            template.references().containers().stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElseGet(() -> new ContainerEnv(name, List.of(), List.of()));
        check(new Defect.Container(template.workload(), name), env);
      }
    }
  }

  private void check(Defect.Container container, ContainerEnv env) {
    Environment environment = Environment.of(env, stock);
    new TreeMap<>(rule.env())
        .forEach(
            (variable, key) ->
                check(container, variable, key, environment.origin(variable).orElse(null)));
  }

  private void check(
      Defect.Container container, String variable, String key, @Nullable Origin found) {
    if (found instanceof Origin.Unknown(ObjectRef object)) {
      if (stock.lookup(object) instanceof Stock.Lookup.Unreadable(String why)) {
        findings.undecided(why);
      }
      return;
    }
    boolean right =
        found instanceof Origin.OfKey(ObjectRef object, String from)
            && object.isSecret()
            && resolved.contains(object.name())
            && from.equals(key);
    if (!right && (found != null || exists(key))) {
      findings.add(
          new Defect.WrongSource(
              container, variable, ObjectRef.secret(resolved.getFirst()), key, found));
    }
  }

  /** Without the key no container can have it from there: that it is missing is said already. */
  private boolean exists(String key) {
    return resolved.stream().anyMatch(name -> stock.key(ObjectRef.secret(name), key).isPresent());
  }
}

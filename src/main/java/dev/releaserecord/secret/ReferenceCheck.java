package dev.releaserecord.secret;

import dev.releaserecord.rollout.reference.ContainerEnv;
import dev.releaserecord.rollout.reference.ContainerEnv.Value;
import dev.releaserecord.rollout.reference.Mount;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.fact.ObjectFacts;
import dev.releaserecord.secret.fact.Stock;
import java.util.List;
import java.util.function.BiPredicate;

/** Finds the references of templates without which a kubelet starts no container. */
final class ReferenceCheck {

  private final PodTemplate template;
  private final Stock stock;
  private final Findings findings;

  private ReferenceCheck(PodTemplate template, Stock stock, Findings findings) {
    this.template = template;
    this.stock = stock;
    this.findings = findings;
  }

  static void check(List<PodTemplate> templates, Stock stock, Findings findings) {
    for (PodTemplate template : templates) {
      ReferenceCheck check = new ReferenceCheck(template, stock, findings);
      template.references().containers().forEach(check::env);
      template.references().mounts().forEach(check::mount);
    }
  }

  private void env(ContainerEnv container) {
    String by = new Defect.Container(template.workload(), container.name()).toString();
    container.imports().stream()
        .filter(it -> !it.optional())
        .forEach(it -> need(it.object(), List.of(), (_, _) -> true, by));
    container
        .variables()
        .forEach(
            variable -> {
              if (variable.value() instanceof Value.OfKey(var object, var key, boolean optional)
                  && !optional) {
                need(object, List.of(key), (facts, it) -> facts.keys().containsKey(it), by);
              }
            });
  }

  private void mount(Mount mount) {
    if (!mount.optional() && !mount.containers().isEmpty()) {
      need(
          mount.object(),
          mount.keys(),
          ObjectFacts::hasFile,
          "volume " + mount.volume() + " of " + template.workload());
    }
  }

  private void need(
      ObjectRef object, List<String> keys, BiPredicate<ObjectFacts, String> has, String by) {
    switch (stock.lookup(object)) {
      case Stock.Lookup.Unreadable _ -> {
        // What no rule asks for is left to the diagnosis of the pods.
      }
      case Stock.Lookup.Absent _ -> findings.missing(object, by);
      case Stock.Lookup.Found(ObjectFacts facts) ->
          keys.stream()
              .filter(key -> !has.test(facts, key))
              .forEach(key -> findings.missing(object, key, by));
    }
  }
}

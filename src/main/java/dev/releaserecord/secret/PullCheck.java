package dev.releaserecord.secret;

import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.fact.PullCredentials;
import dev.releaserecord.secret.fact.Stock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Whether the pull secrets of templates are of use. A kubelet tries without those that do not exist
 * or do not fit, and a node may have credentials of its own: what pods have shown to work is only
 * warned of.
 */
final class PullCheck {

  private PullCheck() {}

  static void check(List<PodTemplate> templates, Stock stock, Findings findings) {
    templates.forEach(template -> check(template, stock, findings));
  }

  private static void check(PodTemplate template, Stock stock, Findings findings) {
    List<String> missing = new ArrayList<>();
    TreeSet<String> uncovered = new TreeSet<>(template.pulls().images());
    for (String name : template.references().pullSecrets()) {
      switch (stock.lookup(ObjectRef.secret(name))) {
        case Stock.Lookup.Unreadable _ -> {
          return;
        }
        case Stock.Lookup.Absent _ -> missing.add(name);
        case Stock.Lookup.Found _ -> {
          switch (stock.pulls().getOrDefault(name, new PullCredentials.None())) {
            case PullCredentials.None _ -> {}
            case PullCredentials.For(var images) -> uncovered.removeAll(images);
            case PullCredentials.Broken _ -> {
              findings.add(new Defect.BrokenPullSecret(template.workload(), name));
              return;
            }
          }
        }
      }
    }
    if (template.references().pullSecrets().isEmpty() || uncovered.isEmpty()) {
      return;
    }
    List<String> images = List.copyOf(uncovered);
    if (template.pulls().proven()) {
      findings.add(new Caution.NeedlessPullSecret(template.workload(), images, missing));
    } else {
      findings.add(new Defect.NoCredentials(template.workload(), images, missing));
    }
  }
}

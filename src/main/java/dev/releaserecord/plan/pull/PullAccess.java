package dev.releaserecord.plan.pull;

import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.fact.Stock;
import java.util.List;

/**
 * With what the kubelet would pull for the pods of a template: the Secrets that it names, else
 * those of its ServiceAccount, which admission copies into pods that name none ({@code
 * plugin/pkg/admission/serviceaccount}).
 *
 * @param secrets in the template's order; empty: those of the ServiceAccount
 */
public record PullAccess(String namespace, String serviceAccount, List<PullSecret> secrets) {

  /**
   * @param seen what is known of it: whoever mends a Secret asks another question
   */
  public record PullSecret(String name, Stock.Lookup seen) {}

  public PullAccess {
    secrets = List.copyOf(secrets);
  }

  static PullAccess of(String namespace, Workload.Template template, Stock stock) {
    return new PullAccess(
        namespace,
        template.serviceAccount(),
        template.references().pullSecrets().stream()
            .map(name -> new PullSecret(name, stock.lookup(ObjectRef.secret(name))))
            .toList());
  }

  /** Where a Secret is to be named, in words. */
  String place() {
    return secrets.isEmpty()
        ? "imagePullSecrets of the pod template or of ServiceAccount " + serviceAccount
        : "imagePullSecrets of the pod template";
  }
}

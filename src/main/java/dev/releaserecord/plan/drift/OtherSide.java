package dev.releaserecord.plan.drift;

import dev.releaserecord.rollout.Marks.GitOps;
import org.jspecify.annotations.Nullable;

/** Who writes images beside the operator, and the one setting that ends it. */
public final class OtherSide {

  private static final String ARGO_CD =
      "put the images under its ignoreDifferences, with RespectIgnoreDifferences=true in"
          + " syncOptions";

  private static final String FLUX =
      "write the record's digests into its images, or annotate the workload in Git with"
          + " kustomize.toolkit.fluxcd.io/ssa: IfNotPresent";

  private static final String HELM = "put the images under its driftDetection.ignore";

  private OtherSide() {}

  /** A workload that is managed from Git, before anybody fights over it. */
  public static String warning(GitOps application) {
    return name(application) + ": " + setting(application) + ", or it will set them back";
  }

  /**
   * What to do, as a clause, and where more of it is written.
   *
   * @param manager the field manager that wrote the image
   * @param application that the workload belongs to; null for none
   */
  static String ends(String manager, @Nullable GitOps application) {
    if (manager.startsWith("kubectl")) {
      String belongs =
          application == null
              ? ""
              : "the workload belongs to "
                  + name(application)
                  + ", but it is kubectl that writes: ";
      return belongs
          + "find out who or which pipeline runs it, and write the record's digest into the"
          + " manifest (docs/guides/kubectl-apply.md)";
    }
    if (manager.equals("keel")) {
      return "annotate the workload with keel.sh/policy: never (docs/guides/keel.md)";
    }
    if (application != null) {
      return "the workload belongs to "
          + name(application)
          + ": "
          + setting(application)
          + guide(application);
    }
    return unmarked(manager);
  }

  /** By the names under which their controllers write. */
  private static String unmarked(String manager) {
    if (manager.startsWith("argocd")) {
      return "it is an Argo CD application: " + ARGO_CD + " (docs/guides/argo-cd.md)";
    }
    return switch (manager) {
      case "kustomize-controller" ->
          "it is a Flux Kustomization: " + FLUX + " (docs/guides/flux.md)";
      case "helm-controller", "helm" ->
          "it is a Helm release: set its image to the record's digest, or, where Flux makes it, "
              + HELM
              + " (docs/guides/flux.md)";
      default ->
          "have whoever writes as "
              + manager
              + " leave the image alone, or write the record's digest there"
              + " (docs/guides/README.md)";
    };
  }

  private static String name(GitOps application) {
    return switch (application.tool()) {
      case ArgoCd -> "the Argo CD application " + application.name();
      case FluxKustomization -> "the Flux Kustomization " + application.name();
      case FluxHelmRelease -> "the Flux HelmRelease " + application.name();
    };
  }

  private static String setting(GitOps application) {
    return switch (application.tool()) {
      case ArgoCd -> ARGO_CD;
      case FluxKustomization -> FLUX;
      case FluxHelmRelease -> HELM;
    };
  }

  private static String guide(GitOps application) {
    return switch (application.tool()) {
      case ArgoCd -> " (docs/guides/argo-cd.md)";
      case FluxKustomization, FluxHelmRelease -> " (docs/guides/flux.md)";
    };
  }
}

package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.Marks;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads from a workload's metadata what decisions need. */
final class MarkReader {

  static final String SET_LABEL = "releaserecord.dev/set";

  private MarkReader() {}

  static Marks read(ObjectMeta meta) {
    Map<String, String> labels = Objects.requireNonNullElse(meta.getLabels(), Map.of());
    Map<String, String> annotations = Objects.requireNonNullElse(meta.getAnnotations(), Map.of());
    return new Marks(
        !labels.isEmpty(), labels.get(SET_LABEL), controller(meta), gitOps(labels, annotations));
  }

  private static @Nullable String controller(ObjectMeta meta) {
    return Controllers.of(meta).map(MarkReader::name).orElse(null);
  }

  private static String name(OwnerReference owner) {
    return owner.getKind() + "/" + owner.getName();
  }

  /** Names the application and the one setting that avoids a fight over the image. */
  private static @Nullable String gitOps(
      Map<String, String> labels, Map<String, String> annotations) {
    String argo = annotations.get("argocd.argoproj.io/tracking-id");
    String argoApplication =
        argo == null ? labels.get("argocd.argoproj.io/instance") : argo.split(":", 2)[0];
    if (argoApplication != null) {
      return "the Argo CD application "
          + argoApplication
          + ": put the images under its ignoreDifferences, with RespectIgnoreDifferences=true in"
          + " syncOptions, or it will set them back";
    }
    String kustomization = labels.get("kustomize.toolkit.fluxcd.io/name");
    if (kustomization != null) {
      return "the Flux Kustomization "
          + kustomization
          + ": annotate the workload with kustomize.toolkit.fluxcd.io/ssa: IfNotPresent, or write"
          + " the record's digests into its images, or it will set them back";
    }
    String helmRelease = labels.get("helm.toolkit.fluxcd.io/name");
    return helmRelease == null
        ? null
        : "the Flux HelmRelease "
            + helmRelease
            + ": put the images under its driftDetection.ignore, or it will set them back";
  }
}

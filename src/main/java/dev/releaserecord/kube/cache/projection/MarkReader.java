package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.Marks.GitOps;
import dev.releaserecord.rollout.Marks.Tool;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads from a workload's metadata what decisions need. */
final class MarkReader {

  static final String SET_LABEL = "releaserecord.dev/set";

  private MarkReader() {}

  static Marks read(ObjectMeta meta) {
    Map<String, String> labels = Objects.requireNonNullElse(meta.getLabels(), Map.of());
    return new Marks(!labels.isEmpty(), labels.get(SET_LABEL), controller(meta), gitOps(meta));
  }

  private static @Nullable String controller(ObjectMeta meta) {
    return Controllers.of(meta).map(MarkReader::name).orElse(null);
  }

  private static String name(OwnerReference owner) {
    return owner.getKind() + "/" + owner.getName();
  }

  private static @Nullable GitOps gitOps(ObjectMeta meta) {
    Map<String, String> labels = Objects.requireNonNullElse(meta.getLabels(), Map.of());
    String argo = argo(meta, labels);
    if (argo != null) {
      return new GitOps(Tool.ArgoCd, argo);
    }
    GitOps kustomization = flux(Tool.FluxKustomization, "kustomize.toolkit.fluxcd.io/", labels);
    return kustomization == null
        ? flux(Tool.FluxHelmRelease, "helm.toolkit.fluxcd.io/", labels)
        : kustomization;
  }

  /**
   * Argo CD marks what it tracks by an annotation, or by a label that can be chosen; its old
   * default is one that others write too (Argo CD documentation, "Resource Tracking").
   */
  private static @Nullable String argo(ObjectMeta meta, Map<String, String> labels) {
    Map<String, String> annotations = Objects.requireNonNullElse(meta.getAnnotations(), Map.of());
    String tracking = annotations.get("argocd.argoproj.io/tracking-id");
    if (tracking != null) {
      return tracking.split(":", 2)[0];
    }
    String instance = labels.get("argocd.argoproj.io/instance");
    return instance == null && writtenByArgo(meta)
        ? labels.get("app.kubernetes.io/instance")
        : instance;
  }

  private static boolean writtenByArgo(ObjectMeta meta) {
    return Objects.requireNonNullElse(meta.getManagedFields(), List.<ManagedFieldsEntry>of())
        .stream()
        .map(ManagedFieldsEntry::getManager)
        .anyMatch(manager -> manager != null && manager.startsWith("argocd"));
  }

  private static @Nullable GitOps flux(Tool tool, String prefix, Map<String, String> labels) {
    String name = labels.get(prefix + "name");
    String namespace = labels.get(prefix + "namespace");
    return name == null
        ? null
        : new GitOps(tool, namespace == null ? name : namespace + "/" + name);
  }
}

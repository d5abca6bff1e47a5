package dev.releaserecord.plan.drift;

import static dev.releaserecord.plan.drift.Fight.change;
import static dev.releaserecord.plan.drift.Fight.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.api.Contention;
import dev.releaserecord.rollout.Marks.GitOps;
import dev.releaserecord.rollout.Marks.Tool;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What whoever is on call has to change at the other side. */
class OtherSideTest {

  static Stream<Arguments> otherSides() {
    GitOps argo = new GitOps(Tool.ArgoCd, "gobee");
    GitOps flux = new GitOps(Tool.FluxKustomization, "flux-system/gobee");
    GitOps helm = new GitOps(Tool.FluxHelmRelease, "apps/gobee");
    return Stream.of(
        Arguments.of("argocd-controller", argo, "the Argo CD application gobee: put the images"),
        Arguments.of("argocd-application-controller", null, "docs/guides/argo-cd.md"),
        Arguments.of("kustomize-controller", flux, "Flux Kustomization flux-system/gobee: write"),
        Arguments.of("kustomize-controller", null, "kustomize.toolkit.fluxcd.io/ssa"),
        Arguments.of("helm-controller", helm, "the Flux HelmRelease apps/gobee: put the images"),
        Arguments.of("helm", null, "docs/guides/flux.md"),
        Arguments.of("keel", argo, "keel.sh/policy: never"),
        Arguments.of("kubectl-client-side-apply", null, "docs/guides/kubectl-apply.md"),
        Arguments.of("kubectl-set", argo, "application gobee, but it is kubectl that writes"),
        Arguments.of("robot", null, "have whoever writes as robot leave the image alone"));
  }

  @ParameterizedTest
  @MethodSource("otherSides")
  void theSettingThatEndsItIsNamed(String manager, @Nullable GitOps application, String what) {
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    Contention stopped =
        new Contention("Deployment/users", "c", manager, List.of(at, at, at, at, at), at);

    assertThat(Contest.message(stopped, change(manager), application)).contains(what);
  }
}

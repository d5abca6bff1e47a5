package dev.releaserecord.plan;

import dev.releaserecord.api.CheckMoment;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.plan.ServicePlan.Remarks;
import dev.releaserecord.plan.ServicePlan.Warning;
import dev.releaserecord.plan.check.Proof;
import dev.releaserecord.plan.drift.OtherSide;
import dev.releaserecord.plan.gate.Headroom;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.plan.rotation.Rotation;
import dev.releaserecord.plan.rotation.Telling;
import dev.releaserecord.rollout.ContainerRole;
import dev.releaserecord.rollout.Marks;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.secret.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the templates show, and the Secrets that they refer to. A warning never blocks. */
final class TemplateWarnings {

  private TemplateWarnings() {}

  static Remarks of(
      Service service,
      List<Finding> findings,
      Verification secrets,
      Rotation rotation,
      Proof proof) {
    List<Warning> warnings = new ArrayList<>();
    for (Finding finding : findings) {
      Governed governed = finding.governedOrNull();
      if (governed != null) {
        probes(service, governed, warnings);
        surge(finding, governed)
            .forEach(message -> warnings.add(new Warning("SurgeDeadlock", message)));
        unpinned(governed, warnings);
        gitOps(governed.workload(), warnings);
      }
    }
    secrets
        .cautions()
        .forEach(caution -> warnings.add(new Warning(caution.reason(), caution.message())));
    rotation.standings().stream()
        .flatMap(Telling::warnings)
        .forEach(message -> warnings.add(new Warning("ConfigChanged", message)));
    headers(service, warnings);
    return new Remarks(warnings, secrets, rotation, proof);
  }

  private static void probes(Service service, Governed governed, List<Warning> warnings) {
    if (!governed.workload().key().kind().keepsPodsRunning()) {
      return;
    }
    String without =
        governed.containers().stream()
            .filter(container -> container.role() == ContainerRole.Main)
            .filter(container -> !container.readinessProbe())
            .map(TemplateContainer::name)
            .collect(Collectors.joining(", "));
    if (without.isEmpty()) {
      return;
    }
    String place = governed.workload().key() + " container " + without;
    warnings.add(
        new Warning(
            "NoReadinessProbe",
            place + " has no readinessProbe: it counts as ready the moment it starts; add one"));
    if (service.rules().checks().stream().noneMatch(it -> it.at(CheckMoment.AfterRollout))) {
      warnings.add(
          new Warning(
              "NothingProven",
              place + " has neither a probe nor a check: Verified only means that it started"));
    }
  }

  /** A record is readable by many. */
  private static void headers(Service service, List<Warning> warnings) {
    service
        .rules()
        .checks()
        .forEach(
            check ->
                check
                    .secretHeaders()
                    .forEach(
                        header ->
                            warnings.add(
                                new Warning(
                                    "SecretInCheck",
                                    "check "
                                        + check.name()
                                        + " sends the header "
                                        + header
                                        + ", whose value everybody can read who may read the"
                                        + " record; make it a Job that takes it from a Secret, and"
                                        + " change the credential"))));
  }

  private static Stream<String> surge(Finding finding, Governed governed) {
    return Headroom.missing(
        governed.workload(),
        governed.health().facts().around(),
        finding instanceof Finding.Differs);
  }

  private static void unpinned(Governed governed, List<Warning> warnings) {
    String unpinned =
        governed.workload().containers().stream()
            .filter(container -> !governed.containers().contains(container))
            .filter(container -> !pinnedByDigest(container))
            .map(container -> container.name() + " (" + container.image() + ")")
            .collect(Collectors.joining(", "));
    if (!unpinned.isEmpty()) {
      warnings.add(
          new Warning(
              "UnpinnedContainer",
              governed.workload().key()
                  + " also runs "
                  + unpinned
                  + ", which no service pins and which has no digest; add it as a service or write"
                  + " its digest into the manifest"));
    }
  }

  private static boolean pinnedByDigest(TemplateContainer container) {
    return ImageReference.parse(container.image())
        .toOptional()
        .flatMap(ImageReference::digestText)
        .isPresent();
  }

  private static void gitOps(Workload workload, List<Warning> warnings) {
    Marks.GitOps application = workload.marks().gitOps();
    if (application != null) {
      String by = OtherSide.warning(application);
      warnings.add(new Warning("ManagedByGitOps", workload.key() + " is managed by " + by));
    }
  }
}

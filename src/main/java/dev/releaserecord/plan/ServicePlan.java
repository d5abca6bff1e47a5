package dev.releaserecord.plan;

import dev.releaserecord.condition.Stall;
import dev.releaserecord.plan.check.Proof;
import dev.releaserecord.plan.pull.Availability;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.plan.rotation.Rotation;
import dev.releaserecord.plan.rotation.Standing;
import dev.releaserecord.plan.rotation.Turn;
import dev.releaserecord.secret.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found of a service, where it stands, and when it wants to be looked at again.
 *
 * @param findings one per workload, in the order of the spec
 * @param stall what does not pass by itself; null for most
 * @param recheckAt an instant at which the state changes with nobody doing anything; null for none
 */
public record ServicePlan(
    Service service,
    List<Finding> findings,
    ServiceState state,
    Remarks remarks,
    @Nullable Stall stall,
    @Nullable Instant recheckAt) {

  public ServicePlan {
    findings = List.copyOf(findings);
  }

  /**
   * What is to be said of it beside its state.
   *
   * @param warnings what does not block
   * @param secrets what came of verifying its Secrets and ConfigMaps
   * @param rotation what of them has changed since its pods were started
   * @param proof what its checks have shown
   * @param image whether its registry has its image
   * @param waitsFor why what would be written is not written yet; null where nothing holds it back
   */
  public record Remarks(
      List<Warning> warnings,
      Verification secrets,
      Rotation rotation,
      Proof proof,
      Availability image,
      @Nullable String waitsFor) {

    public Remarks {
      warnings = List.copyOf(warnings);
    }

    Remarks(List<Warning> warnings, Verification secrets, Rotation rotation, Proof proof) {
      this(warnings, secrets, rotation, proof, Availability.NOT_ASKED, null);
    }

    Remarks waitingFor(@Nullable ServiceState gate) {
      String why = gate == null ? null : gate.message();
      return new Remarks(warnings, secrets, rotation, proof, image, why);
    }

    /** With what is known of its image, which is warned of where it does not block. */
    Remarks of(Availability newImage, boolean enforced) {
      List<Warning> all = new ArrayList<>(warnings);
      if (newImage instanceof Availability.Unavailable(var _, String message) && !enforced) {
        all.add(
            new Warning(
                "ImageUnavailable",
                message + "; it is pinned all the same, since registryCheck is Warn"));
      }
      if (newImage instanceof Availability.Partial(String message)) {
        all.add(new Warning("ImagePlatformMissing", message));
      }
      return new Remarks(all, secrets, rotation, proof, newImage, waitsFor);
    }
  }

  /** Why what would be written is not written yet; null where nothing holds it back. */
  public @Nullable String waitsFor() {
    return remarks.waitsFor;
  }

  public List<Warning> warnings() {
    return remarks.warnings;
  }

  /** What came of verifying its Secrets and ConfigMaps. */
  public Verification secrets() {
    return remarks.secrets;
  }

  /** The same, with what does not pass by itself. */
  ServicePlan with(Stall newStall) {
    return new ServicePlan(service, findings, state, remarks, newStall, recheckAt);
  }

  /** What of them has changed since its pods were started. */
  public Rotation rotation() {
    return remarks.rotation;
  }

  /** What its checks have shown. */
  public Proof proof() {
    return remarks.proof;
  }

  /** Whether its registry has its image. */
  public Availability image() {
    return remarks.image;
  }

  /** Something that does not block and should be mended. */
  public record Warning(String reason, String message) {}

  /** Whether every workload carries the declared digest. */
  public boolean pinned() {
    return service.image().isPresent()
        && findings.stream().allMatch(finding -> finding instanceof Finding.Pinned);
  }

  /**
   * Whether it is well, and stays so for as long as nothing happens to it. All else is judged anew
   * in each pass: it has a clock that runs.
   */
  boolean rests() {
    return state instanceof ServiceState.Verified
        && findings.stream()
            .allMatch(it -> it instanceof Finding.Pinned(var governed) && governed.rests())
        && rotation().standings().stream().noneMatch(Standing::news);
  }

  /**
   * Whether a pass over a record in which nobody is held, restarted or tried again makes the same
   * of it, as long as it rests: nothing was said for a time, or for the sake of another service.
   */
  boolean stands() {
    return stall == null
        && recheckAt == null
        && service.rules().hold() == null
        && rotation().turn().equals(Turn.NONE)
        && image().equals(Availability.NOT_ASKED)
        && waitsFor() == null
        && proof().settled();
  }

  public int ready() {
    return findings.stream().mapToInt(ServicePlan::ready).sum();
  }

  public int wanted() {
    return findings.stream().mapToInt(ServicePlan::wanted).sum();
  }

  private static int ready(Finding finding) {
    var governed = finding.governedOrNull();
    return governed == null ? 0 : Math.min(governed.progress().ready(), wanted(finding));
  }

  private static int wanted(Finding finding) {
    var governed = finding.governedOrNull();
    return governed == null ? 0 : governed.progress().wanted();
  }
}

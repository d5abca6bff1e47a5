package dev.releaserecord.plan.release;

import dev.releaserecord.api.RegistryCheck;
import dev.releaserecord.image.DigestSet;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.action.EvidenceWanted.PlainKey;
import dev.releaserecord.plan.history.VerifiedSet;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.secret.SecretRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A record as the planner understands it: defaults filled in, prefix and borrowed digests resolved.
 *
 * @param refusal why nothing of it may be acted on, as a sentence that says what to write instead;
 *     null for a sound record
 */
public record Release(
    Identity id, Policy policy, List<Service> services, @Nullable String refusal) {

  /** Hex digits of the digest set that the label {@code releaserecord.dev/set} carries. */
  private static final int LABEL_DIGITS = 32;

  public Release {
    services = List.copyOf(services);
  }

  /**
   * Which record, at which generation.
   *
   * @param created decides, before the uid, which of two records keeps a container
   */
  public record Identity(
      String namespace, String name, String uid, long generation, Instant created) {

    @Override
    public String toString() {
      return namespace + "/" + name;
    }

    /** How to have all checks run anew, as a clause. */
    public String runChecksAgain() {
      return "have its checks run again: kubectl -n "
          + namespace
          + " annotate rr "
          + name
          + " --overwrite releaserecord.dev/retry=<any new value>";
    }

    /** Whether this record was there first and so keeps what both claim. */
    public boolean olderThan(Identity other) {
      int byAge = created.compareTo(other.created);
      return byAge == 0 ? uid.compareTo(other.uid) < 0 : byAge < 0;
    }
  }

  /**
   * What holds for the whole record.
   *
   * @param gates what stands before any change
   * @param correctDrift whether a foreign image is set back
   * @param settle how long pods must be steady before Verified is said
   * @param maxInFlight services that may roll at the same time, 0 for all
   * @param clearing how far it may go to free what is stuck
   * @param registryCheck whether registries are asked before anything is pinned
   * @param history what is kept of verified sets, and whether a failure goes back to one
   */
  public record Policy(
      Gates gates,
      boolean correctDrift,
      Duration settle,
      int maxInFlight,
      ClearingRules clearing,
      RegistryCheck registryCheck,
      HistoryRules history) {}

  /**
   * @param limit verified sets that are kept
   * @param rollback whether a set that fails gives way to the newest verified one
   */
  public record HistoryRules(int limit, boolean rollback) {}

  /**
   * @param allowed whether anything may be done at all, or only be told
   * @param maxAttempts per workload and digest set
   * @param drainPeriod how long a Deployment stays at zero replicas
   */
  public record ClearingRules(boolean allowed, int maxAttempts, Duration drainPeriod) {}

  /**
   * @param holds over all services; the first that stands is the one that is told
   * @param approval whether a digest set waits for an approval, and what that speaks of
   * @param refused digest sets that are never pinned
   * @param dependencies what must be ready first
   * @param checks of the record as a whole
   * @param secrets what the record itself asks of Secrets
   */
  public record Gates(
      List<HoldOrder> holds,
      ApprovalRule approval,
      Set<String> refused,
      List<DependencyKey> dependencies,
      List<CheckRule> checks,
      List<SecretRule> secrets) {
    public Gates {
      holds = List.copyOf(holds);
      dependencies = List.copyOf(dependencies);
      checks = List.copyOf(checks);
      secrets = List.copyOf(secrets);
    }
  }

  /**
   * @param required whether nothing is pinned without
   * @param content SHA-256 of all that an approval speaks of
   */
  public record ApprovalRule(boolean required, String content) {}

  /**
   * Nothing is changed while it stands.
   *
   * @param until the end of it, null where it stands until it is removed
   */
  public record HoldOrder(String reason, @Nullable Instant until, Origin origin) {

    /**
     * Where it comes from.
     *
     * @param lift how to end it, as a clause
     * @param manager who wrote it, by {@code metadata.managedFields}; null where nobody knows
     * @param since when; null where nobody knows
     */
    public record Origin(String lift, @Nullable String manager, @Nullable Instant since) {}

    boolean standsAt(Instant at) {
      return until == null || at.isBefore(until);
    }

    /** Why nothing is changed, by whom, and how to go on. */
    public String text() {
      String by = origin.manager == null ? "" : " by " + origin.manager;
      String at = origin.since == null ? "" : " at " + origin.since;
      String set = by.isEmpty() && at.isEmpty() ? "" : " (last written" + by + at + ")";
      String ends = until == null ? "" : ", until " + until;
      return reason + set + ends + "; " + origin.lift + " to go on";
    }
  }

  /**
   * One service.
   *
   * @param image what its containers are to run; null while there is no digest
   * @param target repository as declared, by which its containers are recognised
   */
  public record Service(
      String name,
      Target target,
      List<WorkloadClaim> workloads,
      List<String> after,
      ServiceRules rules) {

    public Service {
      workloads = List.copyOf(workloads);
      after = List.copyOf(after);
    }

    public Optional<PinnedImage> image() {
      return Optional.ofNullable(target.image());
    }

    private Service running(Target then) {
      return new Service(name, then, workloads, after, rules.of(then.version()));
    }
  }

  /**
   * @param hold the service's own hold
   * @param deadline how long its workloads may take
   * @param checks that must pass, in their order
   * @param plain keys of Secrets whose values may be shown in evidence
   * @param secrets what the record and the service ask of Secrets
   * @param reactions what follows when something changes that its pods were started with
   */
  public record ServiceRules(
      @Nullable HoldOrder hold,
      Duration deadline,
      List<CheckRule> checks,
      Set<PlainKey> plain,
      List<SecretRule> secrets,
      Reactions reactions) {
    public ServiceRules {
      checks = List.copyOf(checks);
      plain = Set.copyOf(plain);
      secrets = List.copyOf(secrets);
    }

    /** The same for pods of another version: a check that asks for it has to find that one. */
    ServiceRules of(@Nullable String version) {
      return new ServiceRules(
          hold,
          deadline,
          checks.stream().map(check -> check.of(version)).toList(),
          plain,
          secrets,
          reactions);
    }
  }

  /**
   * @param containers the named ones; empty: those of the service's repository
   */
  public record WorkloadClaim(WorkloadKey key, List<String> containers) {
    public WorkloadClaim {
      containers = List.copyOf(containers);
    }
  }

  /** The same under one more hold, which is told before its own. */
  public Release under(HoldOrder hold) {
    Gates gates = policy.gates;
    List<HoldOrder> holds = new ArrayList<>(gates.holds);
    holds.addFirst(hold);
    return new Release(
        id,
        new Policy(
            new Gates(
                holds,
                gates.approval,
                gates.refused,
                gates.dependencies,
                gates.checks,
                gates.secrets),
            policy.correctDrift,
            policy.settle,
            policy.maxInFlight,
            policy.clearing,
            policy.registryCheck,
            policy.history),
        services,
        refusal);
  }

  /** Services that run something else by a verified set than by this. */
  public Set<String> moved(VerifiedSet set) {
    Release then = running(set);
    return IntStream.range(0, services.size())
        .filter(i -> !services.get(i).image().equals(then.services.get(i).image()))
        .mapToObj(i -> services.get(i).name)
        .collect(Collectors.toSet());
  }

  /** The same, with what a verified set ran; what it did not know has no digest. */
  public Release running(VerifiedSet set) {
    List<Service> then =
        services.stream()
            .map(it -> it.running(set.member(it.name).map(Target::of).orElse(it.target.without())))
            .toList();
    return new Release(id, policy, then, refusal);
  }

  /** The digest set that the record declares; empty where no service has a digest. */
  public Optional<String> digestSet() {
    return DigestSet.of(
        services.stream()
            .flatMap(
                service ->
                    service.target().digest().stream()
                        .map(
                            digest ->
                                new DigestSet.Member(
                                    service.name(), service.target().repository(), digest)))
            .toList());
  }

  /** The value of the label {@code releaserecord.dev/set} for a digest set. */
  public static String label(String digestSet) {
    int start = digestSet.indexOf(':') + 1;
    return digestSet.substring(start, start + LABEL_DIGITS);
  }
}

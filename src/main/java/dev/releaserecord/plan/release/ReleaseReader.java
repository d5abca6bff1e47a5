package dev.releaserecord.plan.release;

import dev.releaserecord.api.ApprovalMode;
import dev.releaserecord.api.CheckSpec;
import dev.releaserecord.api.Clearing;
import dev.releaserecord.api.ClearingPolicy;
import dev.releaserecord.api.DriftMode;
import dev.releaserecord.api.FailureMode;
import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordSpec;
import dev.releaserecord.api.SecretFormat;
import dev.releaserecord.api.SecretSpec;
import dev.releaserecord.api.ServiceSpec;
import dev.releaserecord.api.WorkloadSpec;
import dev.releaserecord.image.Digest;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.image.ParsedImage;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.action.EvidenceWanted.PlainKey;
import dev.releaserecord.plan.release.Release.ApprovalRule;
import dev.releaserecord.plan.release.Release.ClearingRules;
import dev.releaserecord.plan.release.Release.Gates;
import dev.releaserecord.plan.release.Release.HistoryRules;
import dev.releaserecord.plan.release.Release.Policy;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.plan.release.Release.ServiceRules;
import dev.releaserecord.plan.release.Release.WorkloadClaim;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.secret.SecretRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code ReleaseRecord} into a {@link Release}. The API server has refused nearly
 * everything that is wrong; what only a program can see (a cycle), and what an older schema let in,
 * becomes the release's refusal.
 */
public final class ReleaseReader {

  private final ReleaseRecordSpec spec;
  private final Map<String, ServiceSpec> byName;
  private final List<SecretRule> ofRecord;
  private final List<String> refusals = new ArrayList<>();

  private final HoldReader holds;

  private ReleaseReader(ReleaseRecordSpec spec, HoldReader holds) {
    this.spec = spec;
    this.holds = holds;
    this.byName =
        spec.services().stream()
            .collect(Collectors.toMap(ServiceSpec::name, Function.identity(), (one, _) -> one));
    this.ofRecord = SecretRules.read(spec.secrets(), true);
  }

  public static Release read(ReleaseRecord record) {
    ReleaseReader reader =
        new ReleaseReader(record.getSpec(), new HoldReader(record.getMetadata()));
    List<Service> services = record.getSpec().services().stream().map(reader::service).toList();
    AfterCycle.find(services)
        .ifPresent(
            cycle ->
                reader.refusals.add(
                    "spec.services[].after goes round in a circle: "
                        + cycle
                        + "; take one of these `after` entries out"));
    var meta = record.getMetadata();
    Release.Identity id =
        new Release.Identity(
            meta.getNamespace(),
            meta.getName(),
            meta.getUid(),
            meta.getGeneration() == null ? 0 : meta.getGeneration(),
            Instant.parse(meta.getCreationTimestamp()));
    String refusal = reader.refusals.isEmpty() ? null : String.join("; ", reader.refusals);
    return new Release(id, reader.policy(services), services, refusal);
  }

  private Policy policy(List<Service> services) {
    Gates gates =
        new Gates(
            Stream.ofNullable(holds.ofRecord(spec.hold())).toList(),
            new ApprovalRule(
                spec.approvalOrDefault() == ApprovalMode.Required, Content.of(spec, services)),
            Set.copyOf(spec.refuse()),
            spec.dependencies().stream()
                .map(it -> new DependencyKey(it.apiVersion(), it.kind(), it.name()))
                .toList(),
            checks(spec.checks(), null, spec.progressDeadlineOrDefault()),
            ofRecord);
    return new Policy(
        gates,
        spec.driftOrDefault() == DriftMode.Correct,
        spec.settleOrDefault(),
        spec.maxInFlightOrDefault(),
        clearing(),
        spec.registryCheckOrDefault(),
        new HistoryRules(
            spec.historyLimitOrDefault(), spec.onFailureOrDefault() == FailureMode.Rollback));
  }

  private ClearingRules clearing() {
    Clearing clearing = spec.clearingOrDefault();
    return new ClearingRules(
        clearing.policyOrDefault() == ClearingPolicy.Clear,
        clearing.maxAttemptsOrDefault(),
        clearing.drainPeriodOrDefault());
  }

  private Service service(ServiceSpec service) {
    ServiceRules rules =
        new ServiceRules(
            holds.ofService(service.name(), service.hold()),
            service.progressDeadlineOr(spec.progressDeadlineOrDefault()),
            checks(
                service.checks(),
                service.version(),
                service.progressDeadlineOr(spec.progressDeadlineOrDefault())),
            plain(service),
            Stream.concat(ofRecord.stream(), SecretRules.read(service.secrets(), false).stream())
                .toList(),
            reactions(service));
    return new Service(
        service.name(),
        target(service),
        service.workloadsOrDefault().stream().map(ReleaseReader::claim).toList(),
        service.after(),
        rules);
  }

  private static List<CheckRule> checks(
      List<CheckSpec> checks, @Nullable String version, Duration deadline) {
    return checks.stream().map(check -> CheckRule.of(check, version, deadline)).toList();
  }

  private Reactions reactions(ServiceSpec service) {
    return Reactions.read(
        Stream.concat(spec.secrets().stream(), service.secrets().stream()),
        spec.onConfigChangeOrDefault());
  }

  /** Ports, numbers and host names are no secrets, wherever they are kept. */
  private Set<PlainKey> plain(ServiceSpec service) {
    return Stream.concat(spec.secrets().stream(), service.secrets().stream())
        .flatMap(ReleaseReader::plain)
        .collect(Collectors.toSet());
  }

  private static Stream<PlainKey> plain(SecretSpec secret) {
    List<String> names = secret.name() == null ? secret.names() : List.of(secret.name());
    return secret.formats().entrySet().stream()
        .filter(format -> readable(format.getValue()))
        .flatMap(format -> names.stream().map(name -> new PlainKey(name, format.getKey())));
  }

  private static boolean readable(SecretFormat format) {
    return switch (format) {
      case Port, Integer, Boolean, Hostname -> true;
      case URL, Hex, URLSafe, Base64 -> false;
    };
  }

  private Target target(ServiceSpec service) {
    ServiceSpec source = service;
    if (service.digestFrom() != null) {
      source = byName.getOrDefault(service.digestFrom(), service);
    }
    String repository = repository(source);
    return new Target(repository, pinned(source, repository), service.version());
  }

  private String repository(ServiceSpec source) {
    if (source.image() != null) {
      return source.image();
    }
    if (spec.imagePrefix() == null) {
      refusals.add(
          "service " + source.name() + ": write image (a repository), or imagePrefix in the spec");
      return source.name();
    }
    return spec.imagePrefix() + "/" + source.name();
  }

  private @Nullable PinnedImage pinned(ServiceSpec source, String repository) {
    if (source.digest() == null) {
      return null;
    }
    Optional<Digest> digest = Digest.parse(source.digest());
    ParsedImage parsed = ImageReference.parse(repository);
    if (digest.isEmpty()) {
      refusals.add(
          "service " + source.name() + ": digest must be sha256: and 64 lower-case hex digits");
      return null;
    }
    return switch (parsed) {
      case ParsedImage.Valid(ImageReference reference) -> new PinnedImage(reference, digest.get());
      case ParsedImage.Invalid(String reason) -> {
        refusals.add("service " + source.name() + ": image " + repository + ": " + reason);
        yield null;
      }
    };
  }

  private static WorkloadClaim claim(WorkloadSpec workload) {
    Kind kind = Kind.valueOf(workload.kindOrDefault().name());
    return new WorkloadClaim(new WorkloadKey(kind, workload.name()), workload.containers());
  }
}

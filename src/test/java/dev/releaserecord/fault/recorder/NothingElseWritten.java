package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.releaserecord.fault.proxy.Deed;
import dev.releaserecord.fault.proxy.Target;
import dev.releaserecord.fault.proxy.Write;
import dev.releaserecord.kube.secret.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Operators write to workloads that a record names, and there only images, replicas, our labels and
 * what pods are restarted for, guarded by the uid; to pods of those; to a record's status and
 * finalizers; to what keeps its history, and to Jobs of its checks; to events and leases. At its
 * start one makes the key of fingerprints.
 */
final class NothingElseWritten implements Invariant {

  static final String NAME = "nothing else is written";

  private static final String IMAGE =
      "/spec/(jobTemplate/spec/)?template/spec/(initC|c)ontainers/\\d+/image";
  private static final String LABELS =
      "/metadata/labels(/releaserecord\\.dev~1(set|restore-replicas))?";

  private static final String RESTART =
      "/spec/template/metadata/annotations(/releaserecord\\.dev~1restarted-for)?";

  @Override
  public List<Violation> check(Account account) {
    return account.deeds().stream()
        .flatMap(
            deed ->
                Stream.ofNullable(wrong(account, deed))
                    .map(
                        why ->
                            account.violation(
                                NAME,
                                deed.write() + ": " + why,
                                deed.write().target().resource(),
                                deed.write().target().name())))
        .toList();
  }

  private static @Nullable String wrong(Account account, Deed deed) {
    Write write = deed.write();
    Target target = write.target();
    String place = write.method() + " " + target.resource() + " " + target.subresource();
    return switch (place.strip()) {
      case "POST events", "PATCH events", "POST leases", "PUT leases", "PATCH leases" -> null;
      case "PATCH releaserecords status" -> outside(write, "/status");
      case "PATCH releaserecords" -> outside(write, "/metadata/finalizers(/.*)?");
      case "PATCH deployments" ->
          workload(account, write, IMAGE + "|" + LABELS + "|" + RESTART + "|/spec/replicas");
      case "PATCH statefulsets", "PATCH daemonsets" ->
          workload(account, write, IMAGE + "|" + LABELS + "|" + RESTART);
      case "PATCH cronjobs" -> workload(account, write, IMAGE + "|" + LABELS);
      case "DELETE pods", "POST pods eviction" -> pod(account, target.name());
      case "POST secrets" -> key(write);
      case "POST controllerrevisions" -> kept(write);
      case "PATCH controllerrevisions" -> outside(write, "/revision|/metadata/ownerReferences");
      case "DELETE controllerrevisions" -> dropped(account, write);
      case "POST jobs" -> check(account, write.body());
      case "DELETE jobs" -> checked(account, write);
      default -> "no operator has to write this";
    };
  }

  private static @Nullable String workload(Account account, Write write, String paths) {
    boolean named =
        account.declaredUntil(Long.MAX_VALUE).stream()
            .anyMatch(it -> it.names(write.target().resource(), write.target().name()));
    return named ? outside(write, paths) : "no record names it";
  }

  private static @Nullable String key(Write write) {
    return write.body().at("/metadata/name").asText().equals(KeyStore.NAME)
        ? null
        : "it is not the key of fingerprints";
  }

  private static @Nullable String kept(Write write) {
    return ofARecord(write.body()) ? null : "no record owns it";
  }

  /** In the very state that was looked at: it may have become the newest again. */
  private static @Nullable String dropped(Account account, Write write) {
    boolean ours =
        account.of("controllerrevisions", write.target().name()).stream()
            .anyMatch(it -> ofARecord(it.object()));
    JsonNode guards = write.body().path("preconditions");
    return !ours
        ? "it keeps no record's history"
        : guards.hasNonNull("uid") && guards.hasNonNull("resourceVersion")
            ? null
            : "it does not test the uid and the revision";
  }

  /** Made from a CronJob that a check names, and gone with the record. */
  private static @Nullable String check(Account account, JsonNode job) {
    boolean declared = account.records().anyMatch(it -> Jobs.declares(it, Jobs.check(job)));
    return !ofARecord(job)
        ? "no record owns it"
        : declared ? null : "no record declares a check for it";
  }

  private static @Nullable String checked(Account account, Write write) {
    boolean ours =
        account.of("jobs", write.target().name()).stream()
            .anyMatch(it -> ofARecord(it.object()) && !Jobs.check(it.object()).isEmpty());
    return !ours
        ? "it is not the Job of a check"
        : write.body().path("preconditions").hasNonNull("uid") ? null : "it does not test the uid";
  }

  private static boolean ofARecord(JsonNode object) {
    return object.at("/metadata/ownerReferences/0/kind").asText().equals("ReleaseRecord");
  }

  private static @Nullable String pod(Account account, String name) {
    List<Revision> history = account.of("pods", name);
    Optional<Revision> owner =
        history.stream().flatMap(it -> account.ownerOf(it).stream()).findFirst();
    boolean named =
        owner.isPresent()
            && account.declaredUntil(Long.MAX_VALUE).stream()
                .anyMatch(it -> it.names(owner.get().resource(), owner.get().name()));
    return named ? null : "it is no pod of a workload that a record names";
  }

  /** Whether a JSON patch is not guarded by the uid, or changes what it may not. */
  private static @Nullable String outside(Write write, String paths) {
    List<String> changed = new ArrayList<>();
    boolean guarded = false;
    for (JsonNode operation : write.body()) {
      String path = operation.path("path").asText();
      if (!operation.path("op").asText().equals("test")) {
        changed.add(path);
      } else if (path.equals("/metadata/uid")) {
        guarded = true;
      }
    }
    changed.removeIf(path -> path.matches(paths));
    if (!write.body().isArray()) {
      return "it is no JSON patch";
    }
    return guarded
        ? changed.isEmpty() ? null : "it changes " + changed
        : "it does not test the uid";
  }
}

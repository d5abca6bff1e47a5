package dev.releaserecord.app.record;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ServiceSpec;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.image.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Digests and versions that services of a record are to have, as somebody typed them.
 *
 * @param digests by service
 * @param versions by service
 */
record Wishes(Map<String, String> digests, Map<String, String> versions) {

  /**
   * @param digests each as {@code users=sha256:...}
   * @param versions each as {@code users=1.4.0}
   * @throws UsageException with a sentence that says what to write instead
   */
  static Wishes parse(List<String> digests, List<String> versions) {
    Map<String, String> parsed = pairs("a digest", digests);
    parsed.forEach(
        (service, digest) -> {
          if (Digest.parse(digest).isEmpty()) {
            throw new UsageException(
                "%s=%s: a digest is sha256: and 64 lower-case hex digits."
                    .formatted(service, digest));
          }
        });
    Map<String, String> named = pairs("--version", versions);
    if (parsed.isEmpty() && named.isEmpty()) {
      throw new UsageException("Say what to set, for example users=sha256:<64 hex digits>.");
    }
    return new Wishes(parsed, named);
  }

  private static Map<String, String> pairs(String what, List<String> words) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String word : words) {
      int at = word.indexOf('=');
      if (at < 1 || at == word.length() - 1) {
        throw new UsageException(
            "\"%s\" is not %s of a service; write SERVICE=VALUE.".formatted(word, what));
      }
      if (pairs.put(word.substring(0, at), word.substring(at + 1)) != null) {
        throw new UsageException(
            "%s is named twice; leave one out.".formatted(word.substring(0, at)));
      }
    }
    return pairs;
  }

  /**
   * What has to be written, each guarded by the value that stands there; empty where all is so.
   *
   * @throws UsageException if a service is not there, or has the digest of another
   */
  List<Map<String, Object>> against(ReleaseRecord record) {
    List<ServiceSpec> services = record.getSpec().services();
    List<Map<String, Object>> operations = new ArrayList<>();
    digests.forEach(
        (name, digest) -> {
          int index = index(name, services);
          ServiceSpec service = services.get(index);
          if (service.digestFrom() != null) {
            throw new UsageException(
                "Service %s has the digest of %s (digestFrom); set that one's."
                    .formatted(name, service.digestFrom()));
          }
          operations.addAll(change(service, index, "digest", service.digest(), digest));
        });
    versions.forEach(
        (name, version) -> {
          int index = index(name, services);
          ServiceSpec service = services.get(index);
          operations.addAll(change(service, index, "version", service.version(), version));
        });
    return operations;
  }

  private static List<Map<String, Object>> change(
      ServiceSpec service, int index, String field, @Nullable String from, String to) {
    if (to.equals(from)) {
      return List.of();
    }
    String path = "/spec/services/" + index + "/";
    List<Map<String, Object>> operations = new ArrayList<>();
    operations.add(Records.op("test", path + "name", service.name()));
    Optional.ofNullable(from)
        .ifPresent(value -> operations.add(Records.op("test", path + field, value)));
    operations.add(Records.op("add", path + field, to));
    return operations;
  }

  private static int index(String name, List<ServiceSpec> services) {
    for (int i = 0; i < services.size(); i++) {
      if (services.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new UsageException(
        "The record has no service %s; it has %s."
            .formatted(
                name, services.stream().map(ServiceSpec::name).collect(Collectors.joining(", "))));
  }
}

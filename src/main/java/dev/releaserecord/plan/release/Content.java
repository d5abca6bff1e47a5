package dev.releaserecord.plan.release;

import dev.releaserecord.api.ReleaseRecordSpec;
import dev.releaserecord.api.ServiceSpec;
import dev.releaserecord.plan.release.Release.Service;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All that an approval speaks of: digests, workloads, containers, secrets and checks. Holds, order,
 * deadlines and the words for people may change without another approval.
 */
final class Content {

  private Content() {}

  /**
   * SHA-256 in hexadecimal; the order of the services does not count.
   *
   * @param services those of the spec, in its order
   */
  static String of(ReleaseRecordSpec spec, List<Service> services) {
    MessageDigest sha256 = sha256();
    put(sha256, spec.secrets().toString());
    put(sha256, spec.checks().toString());
    IntStream.range(0, services.size())
        .mapToObj(i -> line(services.get(i), spec.services().get(i)))
        .sorted()
        .forEach(line -> put(sha256, line));
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static String line(Service service, ServiceSpec spec) {
    return List.of(
            service.name(),
            service.target().repository(),
            service.target().digest().map(Object::toString).orElse(""),
            service.workloads(),
            spec.secrets(),
            spec.checks())
        .toString();
  }

  private static void put(MessageDigest sha256, String text) {
    sha256.update(text.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) '\n');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package dev.releaserecord.plan.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.releaserecord.api.CheckSpec;
import dev.releaserecord.api.ReleaseRecordSpec;
import dev.releaserecord.api.ServiceSpec;
import dev.releaserecord.plan.release.Release.Service;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All that an approval speaks of: digests, workloads, containers, secrets and checks. Holds, order,
 * deadlines and the words for people may change without another approval.
 *
 * <p>As JSON, of which what nobody wrote is left out: a version of the operator that knows more
 * fields finds the same.
 */
final class Content {

  private static final ObjectWriter JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build()
          .writer();

  private Content() {}

  /**
   * SHA-256 in hexadecimal; the order of the services does not count.
   *
   * @param services those of the spec, in its order
   */
  static String of(ReleaseRecordSpec spec, List<Service> services) {
    MessageDigest sha256 = sha256();
    put(sha256, json(List.of("v1", spec.secrets(), spec.checks())));
    IntStream.range(0, services.size())
        .mapToObj(i -> line(services.get(i), spec.services().get(i)))
        .sorted()
        .forEach(line -> put(sha256, line));
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** SHA-256 in hexadecimal of what a check asks. */
  static String of(CheckSpec check, @Nullable String version) {
    MessageDigest sha256 = sha256();
    CheckSpec asked =
        new CheckSpec(check.name(), null, List.of(), check.http(), check.job(), check.tcp());
    put(sha256, json(List.of("v1", asked, version == null ? "" : version)));
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static String line(Service service, ServiceSpec spec) {
    return json(
        List.of(
            service.name(),
            service.target().repository(),
            service.target().digest().map(Object::toString).orElse(""),
            service.workloads().stream()
                .map(claim -> List.of(claim.key().toString(), claim.containers()))
                .toList(),
            spec.secrets(),
            spec.checks()));
  }

  private static String json(List<?> content) {
    try {
      return JSON.writeValueAsString(content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON can be written as JSON", e);
    }
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

package dev.releaserecord.worlds;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.plan.history.History;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.ReleaseReader;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a world begins with and what may happen in it.
 *
 * @param releases the record's specs, by generation from 1
 * @param history what was verified before, and stays so: nothing new ever is where it matters
 * @param alone whether nobody stands by: who comes after a crash has listed everything anew
 * @param delay how long everything may stand still
 * @param chores what people do some time, because nobody else does
 */
record Setting(
    String name,
    List<Release> releases,
    History history,
    World start,
    World.Lag lag,
    boolean swift,
    boolean alone,
    Duration delay,
    List<Deed> edits,
    List<Deed> chores,
    Flaw flaw) {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  /**
   * Something that a person does.
   *
   * @param change null where it is not possible
   */
  record Deed(String label, UnaryOperator<@Nullable World> change) {}

  static List<Release> releases(List<String> specs) {
    List<Release> releases = new ArrayList<>();
    for (String spec : specs) {
      releases.add(ReleaseReader.read(record(spec, releases.size() + 1)));
    }
    return releases;
  }

  private static ReleaseRecord record(String spec, int generation) {
    return YAML.unmarshal(
        """
        apiVersion: releaserecord.dev/v1
        kind: ReleaseRecord
        metadata:
          name: core
          namespace: gobee
          uid: uid-core
          generation: %d
          creationTimestamp: "2025-01-01T00:00:00Z"
        spec:
        """
                .formatted(generation)
            + spec.indent(2),
        ReleaseRecord.class);
  }

  Release release(int generation) {
    return releases.get(generation - 1);
  }

  /** Every image that any generation declares, or that was verified last. */
  Set<String> known() {
    Stream<String> declared =
        releases.stream()
            .flatMap(release -> release.services().stream())
            .flatMap(service -> service.image().stream())
            .map(image -> image.text());
    Stream<String> verified =
        history.newest().stream()
            .flatMap(set -> set.members().stream())
            .map(it -> it.image() + "@" + it.digest());
    return Stream.concat(declared, verified).collect(Collectors.toSet());
  }

  Setting with(Flaw newFlaw) {
    return new Setting(
        name, releases, history, start, lag, swift, alone, delay, edits, chores, newFlaw);
  }
}

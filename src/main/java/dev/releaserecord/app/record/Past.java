package dev.releaserecord.app.record;

import dev.releaserecord.api.RecordedSet;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.kube.cache.projection.HistoryProjections;
import dev.releaserecord.plan.history.VerifiedSet;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The history of one record, newest first.
 *
 * @param name of the record
 */
public record Past(String name, List<Entry> entries) {

  private static final String ALGORITHM = "sha256:";

  public Past {
    entries = List.copyOf(entries);
  }

  /** One verified set. */
  public record Entry(long revision, RecordedSet set) {}

  /** Throws what the client throws. */
  public static Past read(KubernetesClient client, String namespace, String name) {
    return new Past(
        name,
        client
            .apps()
            .controllerRevisions()
            .inNamespace(namespace)
            .withLabel(HistoryProjections.RECORD, name)
            .list()
            .getItems()
            .stream()
            .flatMap(Past::entry)
            .sorted(Comparator.comparing(Entry::revision).reversed())
            .toList());
  }

  /** Empty for what is not the operator's, or was tampered with. */
  private static Stream<Entry> entry(ControllerRevision revision) {
    return HistoryProjections.of(revision).map(VerifiedSet::revision).stream()
        .flatMap(
            number ->
                HistoryProjections.content(revision).stream().map(set -> new Entry(number, set)));
  }

  /**
   * The one set that a prefix names.
   *
   * @throws UsageException if none does, or several do
   */
  Entry find(String prefix) {
    String digits = prefix.startsWith(ALGORITHM) ? prefix : ALGORITHM + prefix;
    List<Entry> found =
        entries.stream().filter(it -> it.set().digestSet().startsWith(digits)).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    String known =
        entries.isEmpty()
            ? "nothing of it was ever verified."
            : "it has "
                + entries.stream().map(it -> it.set().digestSet()).collect(Collectors.joining(", "))
                + ".";
    throw new UsageException(
        "--to: %s set of ReleaseRecord %s begins with %s; %s"
            .formatted(found.isEmpty() ? "no" : "more than one", name, prefix, known));
  }
}

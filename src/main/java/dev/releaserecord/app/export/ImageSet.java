package dev.releaserecord.app.export;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.image.Digest;
import dev.releaserecord.image.DigestSet;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.ReleaseReader;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The digests of a record that are to stand in manifests.
 *
 * @param id null where no service has a digest
 * @param members services that have a digest
 * @param without names of those that have none
 */
record ImageSet(@Nullable String id, List<DigestSet.Member> members, List<String> without) {

  ImageSet {
    members = List.copyOf(members);
    without = List.copyOf(without);
  }

  /** What the spec says, whether it is kept or not. */
  static ImageSet declared(ReleaseRecord record) {
    Release release = ReleaseReader.read(record);
    List<DigestSet.Member> members =
        release.services().stream().flatMap(service -> member(service).stream()).toList();
    return of(
        members,
        release.services().stream()
            .filter(service -> service.image().isEmpty())
            .map(Release.Service::name)
            .toList());
  }

  /**
   * What is kept, which is another set while an approval is awaited, after a rollback, or when the
   * declared one is refused; the declared one where nothing was kept yet.
   *
   * @throws UsageException if the status does not show its digests
   */
  static ImageSet kept(ReleaseRecord record) {
    ReleaseRecordStatus status =
        Objects.requireNonNullElse(record.getStatus(), ReleaseRecordStatus.EMPTY);
    ImageSet declared = declared(record);
    String id = status.enforcedSet();
    if (id == null || id.equals(declared.id)) {
      return declared;
    }
    ImageSet told = told(status.services());
    if (id.equals(told.id)) {
      return told;
    }
    throw new UsageException(
        "ReleaseRecord %s keeps %s, whose digests its status does not show; `history` shows them, and --declared takes those of the spec."
            .formatted(record.getMetadata().getName(), id));
  }

  private static ImageSet told(List<ServiceStatus> services) {
    return of(
        services.stream().flatMap(service -> member(service).stream()).toList(),
        services.stream()
            .filter(service -> member(service).isEmpty())
            .map(ServiceStatus::name)
            .toList());
  }

  private static ImageSet of(List<DigestSet.Member> members, List<String> without) {
    return new ImageSet(DigestSet.of(members).orElse(null), members, without);
  }

  private static Optional<DigestSet.Member> member(Release.Service service) {
    return service
        .image()
        .map(PinnedImage::digest)
        .map(digest -> new DigestSet.Member(service.name(), service.target().repository(), digest));
  }

  private static Optional<DigestSet.Member> member(ServiceStatus service) {
    return Stream.ofNullable(service.image())
        .map(image -> image.split("@", 2))
        .filter(parts -> parts.length == 2)
        .flatMap(
            parts ->
                Digest.parse(parts[1]).stream()
                    .map(digest -> new DigestSet.Member(service.name(), parts[0], digest)))
        .findFirst();
  }
}

package dev.releaserecord.rollout.diagnosis;

import dev.releaserecord.image.ImageReference;
import dev.releaserecord.image.ParsedImage;
import dev.releaserecord.image.Placeholder;
import dev.releaserecord.rollout.Node;
import dev.releaserecord.rollout.Notice;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.PodContainer;
import dev.releaserecord.rollout.TemplateContainer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is wrong with the image of a container. */
final class ImageFaults {

  private static final String DECLARE =
      "declare its digest in the record, or write a real image into the manifest";

  private ImageFaults() {}

  /** A template that cannot be right for any pod; told before there is one. */
  static Optional<Fault> ofTemplate(TemplateContainer container) {
    return ofName(new Place.InTemplate(container.name(), container.role()), container.image());
  }

  /** A name that no registry and no node can know. */
  private static Optional<Fault> ofName(Place place, String image) {
    ParsedImage parsed = ImageReference.parse(image);
    Optional<Placeholder> placeholder = Placeholder.find(image, parsed);
    if (placeholder.isPresent()) {
      return Optional.of(
          new Fault(
              Cause.UnresolvedPlaceholder,
              place,
              "has the unresolved placeholder "
                  + placeholder.get().token()
                  + " in its image "
                  + image,
              DECLARE));
    }
    return switch (parsed) {
      case ParsedImage.Valid _ -> Optional.empty();
      case ParsedImage.Invalid(String reason) ->
          Optional.of(
              new Fault(
                  Cause.InvalidImageName,
                  place,
                  "has the image " + image + ", which is no image name: " + reason,
                  DECLARE));
    };
  }

  /**
   * What the kubelet says of an image that a container waits for.
   *
   * @param reason the waiting reason
   * @return empty where the reason speaks of no image
   */
  static Optional<Fault> ofWaiting(
      Facts facts, Pod pod, PodContainer container, String reason, String message) {
    Place place = Place.of(pod, container);
    return switch (reason) {
      case "InvalidImageName" ->
          Optional.of(ofName(place, container.image()).orElseGet(() -> invalid(place, container)));
      case "ErrImageNeverPull" -> Optional.of(neverPulled(facts, pod, container));
      case "ErrImagePull",
          "ImagePullBackOff",
          "ImageInspectError",
          "RegistryUnavailable",
          "SignatureValidationFailed" ->
          Optional.of(
              ofName(place, container.image())
                  .orElseGet(() -> notPulled(facts, pod, container, reason + " " + message)));
      default -> Optional.empty();
    };
  }

  private static Fault invalid(Place place, PodContainer container) {
    return new Fault(
        Cause.InvalidImageName,
        place,
        "has the image " + container.image() + ", which the node takes for no image name",
        DECLARE);
  }

  private static Fault notPulled(Facts facts, Pod pod, PodContainer container, String message) {
    Place place = Place.of(pod, container);
    String image = container.image();
    Cause cause = Phrases.told(message, image).orElseGet(() -> byNotices(facts, pod, container));
    if (message.contains("SignatureValidationFailed")) {
      return new Fault(
          Cause.ImagePullUnauthorized,
          place,
          "may not run " + image + ": its signature is not what the node's policy asks for",
          "sign it, or mend the signature policy of the node");
    }
    return switch (cause) {
      case ImagePullUnauthorized ->
          new Fault(
              cause,
              place,
              "may not pull " + image + ": the registry refuses the node's credentials",
              "give the pod an imagePullSecret for this registry, or let the node's role pull it");
      case ImageNotFound ->
          new Fault(
              cause,
              place,
              "cannot pull " + image + ": the registry does not have it for this node's platform",
              "push it, or declare a digest that the registry has");
      default ->
          new Fault(
              cause,
              place,
              "cannot pull " + image + " now",
              "see whether the node reaches the registry: kubectl describe pod " + pod.name());
    };
  }

  /** Older kubelets tell of a back-off only that it is one; the event before it says more. */
  private static Cause byNotices(Facts facts, Pod pod, PodContainer container) {
    return facts
        .notices(pod.id().uid())
        .filter(notice -> notice.reason().equals("Failed"))
        .filter(notice -> notice.container().equals(container.name()))
        .filter(notice -> notice.message().contains("ull image"))
        .sorted(Comparator.comparing(Notice::lastSeen).reversed())
        .flatMap(notice -> Phrases.told(notice.message(), container.image()).stream())
        .findFirst()
        .orElse(Cause.ImagePullFailed);
  }

  private static Fault neverPulled(Facts facts, Pod pod, PodContainer container) {
    String image = container.image();
    Stream<String> others =
        NodeFit.candidates(facts).stream()
            .filter(node -> !node.imagesCutOff())
            .filter(node -> !NodeFit.holds(node, image))
            .map(Node::name);
    // Its own node said so itself, however much of its list is cut off.
    List<String> lacking =
        Stream.concat(Stream.ofNullable(pod.placement().node()), others)
            .distinct()
            .sorted()
            .toList();
    String where = lacking.isEmpty() ? "the node (which one is unknown)" : NodeFit.some(lacking);
    return new Fault(
        Cause.ImageNotOnNode,
        Place.of(pod, container),
        "is never pulled (imagePullPolicy: Never), and " + image + " is not on " + where,
        NodeFit.importing(image));
  }
}

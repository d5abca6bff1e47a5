package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.Strategy.Demand;
import dev.releaserecord.rollout.Strategy.Surge;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a Deployment needs to replace its pods, where all old ones stay until then. */
final class SurgeReader {

  private SurgeReader() {}

  /**
   * Null where an old pod may go first.
   *
   * @param wanted replicas; of none there is nothing to replace
   */
  static @Nullable Surge read(DeploymentSpec spec, int wanted) {
    var strategy = spec.getStrategy();
    var rolling = strategy == null ? null : strategy.getRollingUpdate();
    if (rolling == null
        || wanted == 0
        || share(rolling.getMaxUnavailable(), wanted, RoundingMode.FLOOR) > 0
        // Of two that come to nothing Kubernetes takes maxUnavailable for 1.
        || share(rolling.getMaxSurge(), wanted, RoundingMode.CEILING) == 0) {
      return null;
    }
    PodSpec pod = spec.getTemplate().getSpec();
    Surge surge = new Surge(claims(pod), demand(pod));
    return surge.equals(Surge.PLAIN) ? Surge.PLAIN : surge;
  }

  static boolean hostPorts(PodSpec pod) {
    return pod.getContainers().stream()
        .flatMap(container -> container.getPorts().stream())
        .anyMatch(port -> port.getHostPort() != null && port.getHostPort() > 0);
  }

  /** A quarter where nobody says otherwise (Kubernetes documentation, "Deployments"). */
  private static int share(@Nullable IntOrString value, int wanted, RoundingMode rounding) {
    if (value != null && value.getIntVal() != null) {
      return value.getIntVal();
    }
    String text = value == null ? "25%" : Objects.requireNonNullElse(value.getStrVal(), "25%");
    try {
      return new BigDecimal(text.replace("%", "").trim())
          .multiply(BigDecimal.valueOf(wanted))
          .divide(BigDecimal.valueOf(100), 0, rounding)
          .intValue();
    } catch (NumberFormatException _) {
      return wanted;
    }
  }

  private static List<String> claims(PodSpec pod) {
    return Fields.list(pod.getVolumes()).stream()
        .flatMap(volume -> Stream.ofNullable(volume.getPersistentVolumeClaim()))
        .filter(claim -> !Boolean.TRUE.equals(claim.getReadOnly()))
        .map(claim -> Fields.word(claim.getClaimName()))
        .distinct()
        .sorted()
        .toList();
  }

  private static Demand demand(PodSpec pod) {
    Demand demand =
        new Demand(
            sum(pod, "cpu", true),
            sum(pod, "memory", true),
            sum(pod, "cpu", false),
            sum(pod, "memory", false));
    return demand.equals(Demand.NONE) ? Demand.NONE : demand;
  }

  /** An init container asks while the main ones do not yet: the larger of the two counts. */
  private static long sum(PodSpec pod, String resource, boolean request) {
    long sidecars = 0;
    long init = 0;
    for (Container container : Fields.list(pod.getInitContainers())) {
      long its = amount(container, resource, request);
      if ("Always".equals(container.getRestartPolicy())) {
        sidecars += its;
      } else {
        init = Math.max(init, its);
      }
    }
    long main = pod.getContainers().stream().mapToLong(it -> amount(it, resource, request)).sum();
    return sidecars + Math.max(init, main);
  }

  /** A request that is not written is the limit. */
  private static long amount(Container container, String resource, boolean request) {
    var resources = container.getResources();
    if (resources == null) {
      return 0;
    }
    Map<String, Quantity> limits = Objects.requireNonNullElse(resources.getLimits(), Map.of());
    Map<String, Quantity> requests = Objects.requireNonNullElse(resources.getRequests(), Map.of());
    Quantity limit = limits.get(resource);
    return thousandths(request ? requests.getOrDefault(resource, limit) : limit).orElse(0L);
  }

  /** Empty where there is none, or one that the client cannot read. */
  static Optional<Long> thousandths(@Nullable Quantity quantity) {
    try {
      return Optional.ofNullable(quantity)
          .map(it -> it.getNumericalAmount().movePointRight(3))
          .map(it -> it.setScale(0, RoundingMode.CEILING).longValue());
    } catch (RuntimeException _) {
      // The client throws for a quantity that it cannot read, of several types.
      return Optional.empty();
    }
  }
}

package dev.releaserecord.plan.pull;

import dev.releaserecord.api.RegistryCheck;
import dev.releaserecord.image.PinnedImage;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.plan.release.Release.Service;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Surroundings.Nodes;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.secret.fact.Stock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be asked of registries before a release is pinned, and what is known by now. Of what
 * is pinned already nobody is asked: the last answer is shown until its pods have proven it.
 */
public final class PullPlanner {

  /** Longer than any question takes; the answer itself wakes the record. */
  private static final Duration OVERDUE = Duration.ofMinutes(1);

  private final Release release;
  private final Stock stock;
  private final Map<Pull, PullReply> replies;
  private final PlatformJudge platforms = new PlatformJudge();
  private final Map<String, Availability> judged = new HashMap<>();
  private final Map<String, Set<Pull>> wanted = new HashMap<>();

  /**
   * A workload of a service.
   *
   * @param containers those of the service
   * @param pinned whether it carries the declared image
   */
  public record Part(
      Workload workload,
      List<TemplateContainer> containers,
      List<Pod> pods,
      Nodes nodes,
      boolean pinned) {
    public Part {
      containers = List.copyOf(containers);
      pods = List.copyOf(pods);
    }

    private boolean pulls() {
      return containers.stream().anyMatch(container -> !container.traits().neverPulled());
    }
  }

  /**
   * @param replies what registries said so far
   */
  public PullPlanner(Release release, Stock stock, Map<Pull, PullReply> replies) {
    this.release = release;
    this.stock = stock;
    this.replies = replies;
  }

  /**
   * Looks at a service.
   *
   * @param parts its workloads that can be seen
   */
  public void judge(Service service, List<Part> parts) {
    Optional<PinnedImage> image = service.image();
    if (mode() == RegistryCheck.None || image.isEmpty()) {
      return;
    }
    Availability worst = Availability.NOT_ASKED;
    for (Part part : parts) {
      worst =
          PullJudge.worse(
              worst,
              part.pulls() ? judge(service, image.get(), part) : new Availability.Available());
    }
    judged.put(service.name(), worst);
  }

  private Availability judge(Service service, PinnedImage image, Part part) {
    Pull pull =
        new Pull(image, PullAccess.of(release.id().namespace(), part.workload().template(), stock));
    if (!part.pinned()) {
      wanted.computeIfAbsent(service.name(), _ -> new LinkedHashSet<>()).add(pull);
    }
    PullReply reply = replies.get(pull);
    return reply == null
        ? PullJudge.unanswered(pull, part.pinned())
        : PullJudge.judge(pull, reply.answer(), part, platforms);
  }

  /** What is known of a service's image. */
  public Availability of(Service service) {
    return judged.getOrDefault(service.name(), Availability.NOT_ASKED);
  }

  private RegistryCheck mode() {
    return release.policy().registryCheck();
  }

  /** Whether what is not available is not pinned. */
  public boolean enforced() {
    return mode() == RegistryCheck.Enforce;
  }

  /** In the order of the spec, each once. */
  public List<Pull> wanted() {
    return release.services().stream()
        .flatMap(service -> wanted.getOrDefault(service.name(), Set.of()).stream())
        .distinct()
        .toList();
  }

  /** When a service's question is to be asked again; empty while nothing is open. */
  public Optional<Instant> recheckAt(Service service, Instant at) {
    // One that is there and fits no node is looked at again, since nodes come and go.
    boolean unfit = of(service) instanceof Availability.Unavailable;
    return wanted.getOrDefault(service.name(), Set.of()).stream()
        .map(replies::get)
        .filter(reply -> reply == null || unfit || !(reply.answer() instanceof PullAnswer.Present))
        .map(reply -> again(reply, at))
        .min(Instant::compareTo);
  }

  private static Instant again(@Nullable PullReply reply, Instant at) {
    return reply == null
            || reply.answer() instanceof PullAnswer.Present
            || !reply.until().isAfter(at)
        ? at.plus(OVERDUE)
        : reply.until();
  }
}

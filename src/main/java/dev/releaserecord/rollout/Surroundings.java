package dev.releaserecord.rollout;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands around a workload and may be why it does not come up.
 *
 * @param revisions of this workload, in no order
 * @param notices warnings that regard the workload, its ReplicaSets, its pods or its Jobs
 * @param scaling who else may change its number of replicas
 */
public record Surroundings(
    List<Revision> revisions,
    List<Notice> notices,
    Nodes nodes,
    List<Quota> quotas,
    List<VolumeClaim> claims,
    Scaling scaling) {

  /** Nothing is known of it. */
  public static final Surroundings NONE =
      new Surroundings(
          List.of(), List.of(), Nodes.UNREADABLE, List.of(), List.of(), Scaling.UNREADABLE);

  /** A workload that nobody else scales. */
  public Surroundings(
      List<Revision> revisions,
      List<Notice> notices,
      Nodes nodes,
      List<Quota> quotas,
      List<VolumeClaim> claims) {
    this(revisions, notices, nodes, quotas, claims, Scaling.NONE);
  }

  public Surroundings {
    revisions = List.copyOf(revisions);
    notices = List.copyOf(notices);
    quotas = List.copyOf(quotas);
    claims = List.copyOf(claims);
  }

  /**
   * The nodes of the cluster. A Role of one namespace cannot read them.
   *
   * @param readable whether they can be read; if not, nothing follows from the absence of a node
   */
  public record Nodes(boolean readable, Map<String, Node> byName) {

    public static final Nodes UNREADABLE = new Nodes(false, Map.of());

    public Optional<Node> find(String name) {
      return Optional.ofNullable(byName.get(name));
    }
  }

  /**
   * The HorizontalPodAutoscalers of a workload.
   *
   * @param readable whether they can be read; if not, nothing follows from there being none
   * @param names of those that scale it
   */
  public record Scaling(boolean readable, List<String> names) {

    public static final Scaling NONE = new Scaling(true, List.of());

    public static final Scaling UNREADABLE = new Scaling(false, List.of());

    public Scaling {
      names = List.copyOf(names);
    }
  }
}

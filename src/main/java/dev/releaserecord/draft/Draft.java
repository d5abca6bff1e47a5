package dev.releaserecord.draft;

import dev.releaserecord.image.ImageReference;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record for what runs, without its rules.
 *
 * @param imagePrefix by which images need not be written; null where it would spare nothing
 * @param secrets that several services take something from
 * @param dependencies StatefulSets that are not ours
 * @param leftOut what of the namespace is not in it, and why, each a clause
 */
public record Draft(
    @Nullable String imagePrefix,
    List<SecretUse> secrets,
    List<Workload> dependencies,
    List<Service> services,
    List<String> leftOut) {

  public Draft {
    secrets = List.copyOf(secrets);
    dependencies = List.copyOf(dependencies);
    services = List.copyOf(services);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * The workloads of one repository.
   *
   * @param name a label, unique in the draft
   * @param version the tag that all of them name; null where there is none, or several
   * @param image repository, as its workloads write it
   * @param notes what of its workloads is not as it should be, each a clause
   */
  public record Service(
      String name,
      @Nullable String version,
      ImageReference image,
      Build build,
      List<Claim> workloads,
      List<SecretUse> secrets,
      List<String> notes) {

    public Service {
      workloads = List.copyOf(workloads);
      secrets = List.copyOf(secrets);
      notes = List.copyOf(notes);
    }

    /** What stands before its name in its image; empty where that is no prefix of a record. */
    Optional<String> prefix() {
      String end = "/" + name;
      return Optional.of(image.name())
          .filter(it -> it.endsWith(end))
          .map(it -> it.substring(0, it.length() - end.length()))
          .filter(it -> it.indexOf('/') > 0);
    }

    /** Whether the prefix of the record and its name say the image already. */
    public boolean spared(@Nullable String imagePrefix) {
      return prefix().filter(it -> it.equals(imagePrefix)).isPresent();
    }
  }

  /**
   * A workload of a service.
   *
   * @param containers empty where their repository tells them
   */
  public record Claim(WorkloadKey workload, List<String> containers) {
    public Claim {
      containers = List.copyOf(containers);
    }
  }

  /**
   * A Secret that pods need.
   *
   * @param name without the suffix of a generator
   * @param keys those that templates name; empty where they take whatever is there
   */
  public record SecretUse(String name, List<String> keys) {
    public SecretUse {
      keys = List.copyOf(keys);
    }
  }
}

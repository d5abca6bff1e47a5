package dev.releaserecord.plan;

import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds a container that two services of one record claim: neither could ever be right. */
final class SharedContainers {

  private record Place(WorkloadKey workload, String container) {
    @Override
    public String toString() {
      return "container " + container + " of " + workload;
    }
  }

  private SharedContainers() {}

  static Optional<String> find(Map<String, List<Finding>> findings) {
    Map<Place, String> owners = new HashMap<>();
    for (Map.Entry<String, List<Finding>> service : findings.entrySet()) {
      for (Finding finding : service.getValue()) {
        Governed governed = finding instanceof Finding.Undeclared ? null : finding.governedOrNull();
        if (governed == null) {
          continue;
        }
        for (TemplateContainer container : governed.containers()) {
          Place place = new Place(finding.key(), container.name());
          String owner = owners.putIfAbsent(place, service.getKey());
          if (owner != null && !owner.equals(service.getKey())) {
            return Optional.of(
                place
                    + " is claimed by the services "
                    + owner
                    + " and "
                    + service.getKey()
                    + "; name the containers of each in spec.services[].workloads[].containers");
          }
        }
      }
    }
    return Optional.empty();
  }
}

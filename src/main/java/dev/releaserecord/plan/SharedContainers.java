package dev.releaserecord.plan;

import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.rollout.TemplateContainer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds a container that two services of one record claim: neither could ever be right. */
final class SharedContainers {

  private SharedContainers() {}

  static Optional<String> find(Map<String, List<Finding>> findings) {
    Map<String, String> owners = new HashMap<>();
    for (Map.Entry<String, List<Finding>> service : findings.entrySet()) {
      for (Finding finding : service.getValue()) {
        Governed governed = finding instanceof Finding.Undeclared ? null : finding.governedOrNull();
        if (governed == null) {
          continue;
        }
        for (TemplateContainer container : governed.containers()) {
          String place = "container " + container.name() + " of " + finding.key();
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

package dev.releaserecord.app.command;

import dev.releaserecord.app.command.ClusterOptions.ClusterSettings;
import io.fabric8.kubernetes.client.Config;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which namespaces are meant where none is named. */
public final class Namespaces {

  private static final String DEFAULT = "default";

  private Namespaces() {}

  /** Those that were named, else the operator's own. */
  public static List<String> watched(ClusterSettings settings, Config config) {
    return settings.namespaces().isEmpty() ? List.of(own(config)) : settings.namespaces();
  }

  /**
   * Where the lease is: as told; in a pod beside the pod; else in the first watched namespace, so
   * that two people who run the operator for one namespace from two places meet at one lease.
   */
  public static String ofLease(@Nullable String told, Config config, List<String> watched) {
    if (told != null) {
      return told;
    }
    boolean pod = config.getContexts() == null || config.getContexts().isEmpty();
    return pod ? own(config) : watched.getFirst();
  }

  /** The service account's or the context's, as the client found it. */
  private static String own(Config config) {
    String namespace = config.getNamespace();
    return namespace == null || namespace.isBlank() ? DEFAULT : namespace;
  }
}

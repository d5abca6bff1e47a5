package dev.releaserecord.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster and which namespaces; the same for every subcommand that talks to one. */
public final class ClusterOptions {

  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = {
        "Kubeconfig of the cluster. Default: the files of KUBECONFIG, else ~/.kube/config, else the"
            + " pod's service account.",
        "Environment: RELEASE_OPERATOR_KUBECONFIG, KUBECONFIG"
      })
  @Nullable String kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = {
        "Context in the kubeconfig. Default: its current one.",
        "Environment: RELEASE_OPERATOR_CONTEXT"
      })
  @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      split = ",",
      description = {
        "Namespace to work in; may be repeated, or hold several separated by commas. Default: the"
            + " service account's, else the context's, else \"default\".",
        "Environment: RELEASE_OPERATOR_NAMESPACE"
      })
  List<String> namespaces = new ArrayList<>();

  /** Parses what was given. */
  public ClusterSettings parse() {
    for (String namespace : namespaces) {
      if (!NAMESPACE.matcher(namespace).matches()) {
        throw UsageException.of(
            "--namespace",
            namespace,
            "the name of a namespace",
            "lower-case letters, digits and dashes, for example gobee");
      }
    }
    return new ClusterSettings(
        kubeconfig == null ? null : Path.of(kubeconfig),
        context,
        namespaces.stream().distinct().toList());
  }

  /**
   * @param namespaces empty for the operator's own
   */
  public record ClusterSettings(
      @Nullable Path kubeconfig, @Nullable String context, List<String> namespaces) {}
}

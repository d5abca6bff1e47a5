package dev.releaserecord.app;

import dev.releaserecord.app.command.ProbeOptions;
import dev.releaserecord.app.command.RegistryOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code run} as they were typed; {@link Settings} gives them a meaning. */
final class RunOptions {

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = {
        "Port of /metrics, /healthz and /readyz; 0 takes any free one. Default: ${DEFAULT-VALUE}.",
        "Environment: RELEASE_OPERATOR_HTTP_PORT"
      })
  String httpPort = "";

  @Option(
      names = "--http-port-file",
      paramLabel = "FILE",
      description = {
        "File to write the port to as soon as it is open. Default: none.",
        "Environment: RELEASE_OPERATOR_HTTP_PORT_FILE"
      })
  @Nullable String httpPortFile;

  @Option(
      names = "--leader-elect",
      defaultValue = "true",
      fallbackValue = "true",
      arity = "0..1",
      paramLabel = "true|false",
      description = {
        "Write only while holding the lease, so that several may run. Default: true.",
        "Environment: RELEASE_OPERATOR_LEADER_ELECT"
      })
  String leaderElect = "";

  @Option(
      names = "--no-leader-elect",
      description = "Write at once and without a lease: for a single operator only.")
  boolean noLeaderElect;

  @Option(
      names = "--lease-name",
      paramLabel = "NAME",
      defaultValue = "release-operator",
      description = {
        "Name of the Lease. Default: ${DEFAULT-VALUE}.",
        "Environment: RELEASE_OPERATOR_LEASE_NAME"
      })
  String leaseName = "";

  @Option(
      names = "--lease-namespace",
      paramLabel = "NAME",
      description = {
        "Namespace of the Lease. Default: the pod's own in a cluster, else the first --namespace.",
        "Environment: RELEASE_OPERATOR_LEASE_NAMESPACE"
      })
  @Nullable String leaseNamespace;

  @Option(
      names = "--lease-duration",
      paramLabel = "TIME",
      defaultValue = "15s",
      description = {
        "How long a lease holds without being renewed, from 3s to 5m; a killed leader is replaced"
            + " after it. Default: ${DEFAULT-VALUE}.",
        "Environment: RELEASE_OPERATOR_LEASE_DURATION"
      })
  String leaseDuration = "";

  @Option(
      names = "--secrets",
      paramLabel = "all|by-name",
      defaultValue = "all",
      description = {
        "by-name watches only the Secrets that records and their workloads name, each for itself,"
            + " so that a Role with resourceNames is enough. Default: ${DEFAULT-VALUE}.",
        "Environment: RELEASE_OPERATOR_SECRETS"
      })
  String secrets = "";

  @Mixin final ProbeOptions probes = new ProbeOptions();

  @Mixin final RegistryOptions registries = new RegistryOptions();

  @Option(
      names = "--log-format",
      paramLabel = "json|text",
      description = {
        "Default: text on a terminal, json otherwise.",
        "Environment: RELEASE_OPERATOR_LOG_FORMAT"
      })
  @Nullable String logFormat;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = {
        "error, warn, info, debug or trace, for the operator's own lines. Default:"
            + " ${DEFAULT-VALUE}.",
        "Environment: RELEASE_OPERATOR_LOG_LEVEL"
      })
  String logLevel = "";
}

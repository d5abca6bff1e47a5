package dev.releaserecord.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How registries are asked; the same for every subcommand that asks one. */
public final class RegistryOptions {

  private static final String PLAIN_HTTP = "--plain-http-registry";

  private static final Pattern REGISTRY =
      Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

  @Option(
      names = PLAIN_HTTP,
      paramLabel = "HOST[:PORT]",
      split = ",",
      description = {
        "A registry, as images name it, that is asked without TLS, if it is asked; credentials go"
            + " to it unprotected. May be repeated. Default: none.",
        "Environment: RELEASE_OPERATOR_PLAIN_HTTP_REGISTRY"
      })
  List<String> plainHttp = new ArrayList<>();

  /** Those that are spoken to without TLS. */
  public Set<String> parse() {
    Set<String> registries = new TreeSet<>();
    for (String text : plainHttp) {
      String host = text.toLowerCase(Locale.ROOT);
      if (!REGISTRY.matcher(host).matches()) {
        throw UsageException.of(
            PLAIN_HTTP,
            text,
            "a registry as images name it",
            "a host with its port, for example registry.internal:5000, without http://");
      }
      registries.add(host);
    }
    return registries;
  }
}

package dev.releaserecord.plan.release;

import dev.releaserecord.api.SecretFormat;
import dev.releaserecord.api.SecretSpec;
import dev.releaserecord.api.UrlParts;
import dev.releaserecord.secret.SecretRule;
import dev.releaserecord.secret.SecretRule.Contents;
import dev.releaserecord.secret.SecretRule.KeyPath;
import dev.releaserecord.secret.fact.Format;
import dev.releaserecord.secret.fact.UrlPart;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code secrets} of a record or a service: one rule for each Secret that it names. */
public final class SecretRules {

  private SecretRules() {}

  /**
   * @param ofRecord whether they stand in the record itself
   */
  public static List<SecretRule> read(List<SecretSpec> specs, boolean ofRecord) {
    return specs.stream()
        .flatMap(
            spec ->
                spec.allNames().stream()
                    .map(name -> new SecretRule(name, ofRecord, contents(spec), spec.env())))
        .toList();
  }

  private static Contents contents(SecretSpec spec) {
    return new Contents(
        spec.keys(),
        values(spec.formats(), SecretRules::format),
        values(spec.equals(), SecretRules::path),
        values(spec.urls(), SecretRules::parts));
  }

  private static <A, B> Map<String, B> values(Map<String, A> map, Function<A, B> read) {
    Map<String, B> values = new HashMap<>();
    map.forEach((key, value) -> values.put(key, read.apply(value)));
    return values;
  }

  private static Format format(SecretFormat format) {
    return switch (format) {
      case Port -> Format.Port;
      case URL -> Format.URL;
      case Hostname -> Format.Hostname;
      case Hex -> Format.Hex;
      case URLSafe -> Format.URLSafe;
      case Base64 -> Format.Base64;
      case Integer -> Format.Integer;
      case Boolean -> Format.Boolean;
    };
  }

  /** {@code KEY}, or {@code secret/KEY}. */
  private static KeyPath path(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new KeyPath(null, text)
        : new KeyPath(text.substring(0, slash), text.substring(slash + 1));
  }

  private static Map<UrlPart, String> parts(UrlParts parts) {
    Map<UrlPart, String> keys = new EnumMap<>(UrlPart.class);
    put(keys, UrlPart.User, parts.user());
    put(keys, UrlPart.Password, parts.password());
    put(keys, UrlPart.Host, parts.host());
    put(keys, UrlPart.Port, parts.port());
    put(keys, UrlPart.Path, parts.path());
    return keys;
  }

  private static void put(Map<UrlPart, String> keys, UrlPart part, @Nullable String key) {
    if (key != null) {
      keys.put(part, key);
    }
  }
}

package dev.releaserecord.secret.env;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a kubelet does, with values: objects are maps by {@code Secret/name} and {@code
 * ConfigMap/name}. Written from its source, so that the rules on names can be held against it.
 */
final class KubeletEnv {

  private final Map<String, Map<String, String>> objects;
  private final Map<String, String> env = new HashMap<>();

  private KubeletEnv(Map<String, Map<String, String>> objects) {
    this.objects = objects;
  }

  /** Empty where the container cannot be started. */
  static Optional<Map<String, String>> of(
      Container container, Map<String, Map<String, String>> objects) {
    KubeletEnv kubelet = new KubeletEnv(objects);
    for (EnvFromSource from : container.getEnvFrom()) {
      if (!kubelet.add(from)) {
        return Optional.empty();
      }
    }
    for (EnvVar variable : container.getEnv()) {
      if (!kubelet.add(variable)) {
        return Optional.empty();
      }
    }
    return Optional.of(kubelet.env);
  }

  private boolean add(EnvFromSource from) {
    boolean isSecret = from.getSecretRef() != null;
    String name =
        isSecret
            ? "Secret/" + from.getSecretRef().getName()
            : "ConfigMap/" + from.getConfigMapRef().getName();
    Boolean optional =
        isSecret ? from.getSecretRef().getOptional() : from.getConfigMapRef().getOptional();
    Map<String, String> data = objects.get(name);
    if (data == null) {
      return Boolean.TRUE.equals(optional);
    }
    String prefix = from.getPrefix() == null ? "" : from.getPrefix();
    data.forEach((key, value) -> env.put(prefix + key, value));
    return true;
  }

  private boolean add(EnvVar variable) {
    String value = variable.getValue() == null ? "" : variable.getValue();
    if (!value.isEmpty()) {
      env.put(variable.getName(), expand(value));
      return true;
    }
    if (variable.getValueFrom() == null) {
      env.put(variable.getName(), "");
      return true;
    }
    var secret = variable.getValueFrom().getSecretKeyRef();
    var configMap = variable.getValueFrom().getConfigMapKeyRef();
    Map<String, String> data =
        objects.get(
            secret != null ? "Secret/" + secret.getName() : "ConfigMap/" + configMap.getName());
    String key = secret != null ? secret.getKey() : configMap.getKey();
    Boolean optional = secret != null ? secret.getOptional() : configMap.getOptional();
    if (data == null || !data.containsKey(key)) {
      return Boolean.TRUE.equals(optional);
    }
    env.put(variable.getName(), data.get(key));
    return true;
  }

  private String expand(String input) {
    StringBuilder out = new StringBuilder();
    int cursor = 0;
    while (cursor < input.length()) {
      char c = input.charAt(cursor);
      if (c != '$' || cursor + 1 == input.length()) {
        out.append(c);
        cursor++;
        continue;
      }
      char next = input.charAt(cursor + 1);
      int close = next == '(' ? input.indexOf(')', cursor + 2) : -1;
      if (next == '$') {
        out.append('$');
        cursor += 2;
      } else if (close >= 0) {
        String name = input.substring(cursor + 2, close);
        out.append(env.getOrDefault(name, "$(" + name + ")"));
        cursor = close + 1;
      } else {
        out.append(c).append(next);
        cursor += 2;
      }
    }
    return out.toString();
  }
}

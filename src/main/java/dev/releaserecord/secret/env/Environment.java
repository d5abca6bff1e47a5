package dev.releaserecord.secret.env;

import dev.releaserecord.rollout.reference.ContainerEnv;
import dev.releaserecord.rollout.reference.ContainerEnv.Import;
import dev.releaserecord.rollout.reference.ContainerEnv.Value;
import dev.releaserecord.rollout.reference.ContainerEnv.Variable;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.fact.ObjectFacts;
import dev.releaserecord.secret.fact.Stock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The environment of one container, put together as a kubelet does it ({@code
 * makeEnvironmentVariables}): {@code envFrom} in its order, then {@code env} in its order, each
 * over what stood before. What is optional and does not exist leaves what stood before. What is not
 * optional counts as if it existed: the container does not start without.
 */
public final class Environment {

  private final Stock stock;
  private final Map<String, Origin> origins = new HashMap<>();

  /** The last import whose keys are not known: it may set what nothing after it sets. */
  private @Nullable ObjectRef unknown;

  private Environment(Stock stock) {
    this.stock = stock;
  }

  public static Environment of(ContainerEnv container, Stock stock) {
    Environment environment = new Environment(stock);
    container.imports().forEach(environment::add);
    container.variables().forEach(environment::add);
    return environment;
  }

  /** Where a variable comes from; empty where the container does not get it. */
  public Optional<Origin> origin(String variable) {
    Origin origin = origins.get(variable);
    return origin == null && unknown != null
        ? Optional.of(new Origin.Unknown(unknown))
        : Optional.ofNullable(origin);
  }

  private void add(Import from) {
    switch (stock.lookup(from.object())) {
      case Stock.Lookup.Absent _ -> {
        if (!from.optional()) {
          anythingFrom(from.object());
        }
      }
      case Stock.Lookup.Unreadable _ -> anythingFrom(from.object());
      case Stock.Lookup.Found(ObjectFacts facts) ->
          facts
              .keys()
              .keySet()
              .forEach(
                  key -> origins.put(from.prefix() + key, new Origin.OfKey(from.object(), key)));
    }
  }

  private void anythingFrom(ObjectRef object) {
    origins.clear();
    unknown = object;
  }

  private void add(Variable variable) {
    Origin origin = origin(variable.value());
    if (origin != null) {
      origins.put(variable.name(), origin);
    }
  }

  /** Null where it sets nothing. */
  private @Nullable Origin origin(Value value) {
    return switch (value) {
      case Value.Literal _ -> new Origin.Literal();
      case Value.OfPod _ -> new Origin.OfPod();
      case Value.Composed(var variables) -> new Origin.Composed(variables);
      case Value.Copy(String name) -> origin(name).orElseGet(() -> new Origin.Dangling(name));
      case Value.OfKey of -> origin(of);
    };
  }

  private @Nullable Origin origin(Value.OfKey of) {
    if (of.optional()) {
      switch (stock.lookup(of.object())) {
        case Stock.Lookup.Absent _ -> {
          return null;
        }
        case Stock.Lookup.Unreadable _ -> {
          return new Origin.Unknown(of.object());
        }
        case Stock.Lookup.Found(ObjectFacts facts) -> {
          if (!facts.keys().containsKey(of.key())) {
            return null;
          }
        }
      }
    }
    return new Origin.OfKey(of.object(), of.key());
  }
}

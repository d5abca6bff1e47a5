package dev.releaserecord.rollout.reference;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where a container of a template has its environment from, in the order of the template.
 *
 * @param name of the container
 * @param imports its {@code envFrom}
 * @param variables its {@code env}
 */
public record ContainerEnv(String name, List<Import> imports, List<Variable> variables) {

  public ContainerEnv {
    imports = List.copyOf(imports);
    variables = List.copyOf(variables);
  }

  /**
   * All keys of an object, each as a variable.
   *
   * @param prefix put before each key; may be empty
   */
  public record Import(ObjectRef object, String prefix, boolean optional) {}

  /** One variable. */
  public record Variable(String name, Value value) {}

  /** What a variable is set to. */
  public sealed interface Value {

    /** A text that names no other variable; it may be empty. */
    record Literal() implements Value {}

    /** Nothing but {@code $(VARIABLE)}. */
    record Copy(String variable) implements Value {}

    /** A text with {@code $(VARIABLE)} in it, and more. */
    record Composed(List<String> variables) implements Value {
      public Composed {
        variables = List.copyOf(variables);
      }
    }

    /** One key of an object. */
    record OfKey(ObjectRef object, String key, boolean optional) implements Value {}

    /** A field of the pod, a limit of a container, or a line of a file in it. */
    record OfPod() implements Value {}
  }

  /** The objects that it refers to. */
  public Stream<ObjectRef> objects() {
    return Stream.concat(
        imports.stream().map(Import::object),
        variables.stream()
            .flatMap(
                it ->
                    it.value() instanceof Value.OfKey(ObjectRef object, var _, var _)
                        ? Stream.of(object)
                        : Stream.empty()));
  }
}

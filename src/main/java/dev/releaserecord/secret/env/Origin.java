package dev.releaserecord.secret.env;

import dev.releaserecord.rollout.reference.ObjectRef;
import java.util.List;

/** Where the value of a variable comes from. */
public sealed interface Origin {

  /** As it stands in a message after "comes from" or "is". */
  String text();

  /** The whole value is that of a key. */
  record OfKey(ObjectRef object, String key) implements Origin {
    @Override
    public String text() {
      return "key " + key + " of " + object;
    }
  }

  /** It is written in the template. */
  record Literal() implements Origin {
    @Override
    public String text() {
      return "a literal in the template";
    }
  }

  /** It is put together in the template. */
  record Composed(List<String> variables) implements Origin {
    public Composed {
      variables = List.copyOf(variables);
    }

    @Override
    public String text() {
      return "a text of the template with $(" + String.join("), $(", variables) + ") in it";
    }
  }

  /**
   * It is {@code $(VARIABLE)}, which was not set before it: a kubelet leaves the text as it is,
   * unless a Service of the namespace gives that variable.
   */
  record Dangling(String variable) implements Origin {
    @Override
    public String text() {
      return "the text $(" + variable + "), and no variable of that name stands before it";
    }
  }

  /** A field of the pod, a limit of a container, or a file. */
  record OfPod() implements Origin {
    @Override
    public String text() {
      return "a field of the pod";
    }
  }

  /** It may come from an object whose keys are not known: unreadable, or not there yet. */
  record Unknown(ObjectRef object) implements Origin {
    @Override
    public String text() {
      return "perhaps one of " + object;
    }
  }
}

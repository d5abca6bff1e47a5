package dev.releaserecord.kube.secret;

import dev.releaserecord.rollout.reference.ContainerEnv.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The variables that a text of a template names, by the rules of the kubelet ({@code
 * third_party/forked/golang/expansion}): {@code $(NAME)}, where {@code $$} stands for a {@code $}.
 */
final class Expansion {

  static final Value LITERAL = new Value.Literal();

  private Expansion() {}

  static Value read(String text) {
    List<String> names = new ArrayList<>();
    boolean whole = false;
    int at = text.indexOf('$');
    while (at >= 0 && at + 1 < text.length()) {
      int close = text.charAt(at + 1) == '(' ? text.indexOf(')', at) : -1;
      if (close >= 0) {
        names.add(text.substring(at + 2, close).intern());
        whole = at == 0 && close == text.length() - 1;
      }
      at = text.indexOf('$', close >= 0 ? close + 1 : at + 2);
    }
    if (names.isEmpty()) {
      return LITERAL;
    }
    return whole ? new Value.Copy(names.getFirst()) : new Value.Composed(names);
  }
}

package dev.releaserecord.app.status;

import java.util.ArrayList;
import java.util.List;

/** A line, and the lines that hang on it. */
final class Tree {

  private static final String NOTHING = "   ";

  private final String words;
  private final List<String> quoted = new ArrayList<>();
  private final List<Tree> below = new ArrayList<>();

  Tree(String words) {
    this.words = words;
  }

  /** Hangs a line on this one. */
  Tree add(String line) {
    Tree tree = new Tree(line);
    below.add(tree);
    return tree;
  }

  /** Hangs a text on it as it is, without branches. */
  void quote(List<String> lines) {
    quoted.addAll(lines);
  }

  /** Every line with an end. */
  String draw(Look look) {
    StringBuilder out = new StringBuilder(words).append('\n');
    draw(out, "", look);
    return out.toString();
  }

  private void draw(StringBuilder out, String before, Look look) {
    for (String line : quoted) {
      String start = before + (below.isEmpty() ? NOTHING : look.stem());
      out.append((start + line).stripTrailing()).append('\n');
    }
    for (int i = 0; i < below.size(); i++) {
      boolean last = i == below.size() - 1;
      Tree tree = below.get(i);
      out.append(before)
          .append(last ? look.lastBranch() : look.branch())
          .append(tree.words)
          .append('\n');
      tree.draw(out, before + (last ? NOTHING : look.stem()), look);
    }
  }
}

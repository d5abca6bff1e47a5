package dev.releaserecord.kube.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A text as somebody reads it who undoes an escaping, with the place of each byte in the original:
 * encoders differ in what they escape, decoders do not.
 */
final class View {

  /** What is shorter is never searched for. */
  static final int SHORTEST = 6;

  /** Escapes in each other, as JSON in a URL; nobody reads a third one. */
  private static final int DEEP = 2;

  /** Bounds what a text that looks like everything at once may cost. */
  private static final int MOST = 10;

  /** Without its last character. */
  private static final int LONGEST_ESCAPE = 5;

  private static final List<Escape.Step> ESCAPES =
      List.of(Escape::json, Escape::percent, Escape::form, Escape::html);

  private final String text;

  /** Where in the original that begins and ends which each byte stands for. */
  private final int[] starts;

  private final int[] ends;

  /** Positions by the hash of the bytes that follow, chained; 0 ends a chain. */
  private final int[] heads;

  private final int[] next;

  /** Where an escape begins that the end of the text may have cut; the end itself without one. */
  private final int uncut;

  private final List<String> beginnings;

  private View(String text, int[] starts, int[] ends) {
    this.text = text;
    this.starts = starts;
    this.ends = ends;
    this.heads = new int[Integer.highestOneBit(Math.max(text.length(), 1))];
    this.next = new int[text.length()];
    this.uncut = uncut(text);
    this.beginnings = beginnings(text);
    for (int i = 0; i + SHORTEST <= text.length(); i++) {
      int hash = hash(text, i);
      next[i] = heads[hash];
      heads[hash] = i + 1;
    }
  }

  /** The text itself, and what each way of escaping makes of it where that is another text. */
  static List<View> of(String text) {
    int[] starts = new int[text.length()];
    int[] ends = new int[text.length()];
    for (int i = 0; i < text.length(); i++) {
      starts[i] = i;
      ends[i] = i + 1;
    }
    List<View> views = new ArrayList<>(List.of(new View(text, starts, ends)));
    Set<String> seen = new HashSet<>(Set.of(text));
    int from = 0;
    for (int depth = 0; depth < DEEP; depth++) {
      List<View> newest = List.copyOf(views.subList(from, views.size()));
      from = views.size();
      for (View view : newest) {
        for (Escape.Step escape : ESCAPES) {
          view.add(escape, seen, views);
        }
      }
    }
    return views;
  }

  /** The views without their line breaks: what prints base64 breaks it into lines. */
  static List<View> joined(List<View> views) {
    List<View> joined = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    views.forEach(view -> seen.add(view.text));
    views.forEach(view -> view.add(Escape::lineBreak, seen, joined));
    return joined;
  }

  private void add(Escape.Step escape, Set<String> seen, List<View> views) {
    if (views.size() >= MOST) {
      return;
    }
    StringBuilder out = new StringBuilder(text.length());
    int[] outStarts = new int[text.length()];
    int[] outEnds = new int[text.length()];
    int i = 0;
    while (i < text.length()) {
      int before = out.length();
      int read = escape.undo(text, i, out);
      for (int k = before; k < out.length(); k++) {
        outStarts[k] = starts[i];
        outEnds[k] = ends[i + read - 1];
      }
      i += read;
    }
    if (seen.add(out.toString())) {
      views.add(new View(out.toString(), outStarts, outEnds));
    }
  }

  String text() {
    return text;
  }

  /** Hides a part of this view in the original. */
  void hide(int from, int to, Hidden hidden) {
    if (from < to) {
      hidden.hide(starts[from], ends[to - 1]);
    }
  }

  /** Also where the text begins or ends within the needle: whoever cut it did not look. */
  void hide(Needle needle, Hidden hidden) {
    String sought = needle.text();
    if (sought.length() < SHORTEST || text.length() < SHORTEST) {
      return;
    }
    for (int at = heads[hash(sought, 0)]; at > 0; at = next[at - 1]) {
      int from = at - 1;
      int to = from + sought.length();
      boolean cut = to > uncut && from < uncut;
      if (text.regionMatches(from, sought, 0, (cut ? uncut : to) - from)) {
        hide(
            start(from, needle),
            cut && to > text.length() ? text.length() : end(to, needle),
            hidden);
      }
    }
    hideStart(needle, hidden);
  }

  private static int uncut(String text) {
    for (int i = Math.max(0, text.length() - LONGEST_ESCAPE); i < text.length(); i++) {
      if ("%\\&".indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  /** Where the text begins with the rest of what is sought, after what is left of an escape. */
  private void hideStart(Needle needle, Hidden hidden) {
    String sought = needle.text();
    for (int from = 0; from < beginnings.size(); from++) {
      String beginning = beginnings.get(from);
      int at = beginning.isEmpty() ? -1 : sought.indexOf(beginning, 1);
      for (; at > 0; at = sought.indexOf(beginning, at + 1)) {
        int length = Math.min(sought.length() - at, text.length() - from);
        if (text.regionMatches(from, sought, at, length)) {
          hide(from, end(from + length, needle), hidden);
          return;
        }
      }
    }
  }

  /** What the text begins with, by how much an escape that was cut may have left before it. */
  private static List<String> beginnings(String text) {
    List<String> beginnings = new ArrayList<>();
    for (int from = 0; from <= LONGEST_ESCAPE && from + SHORTEST <= text.length(); from++) {
      beginnings.add(mayEndAnEscape(text, from) ? text.substring(from, from + SHORTEST) : "");
    }
    return beginnings;
  }

  private static boolean mayEndAnEscape(String text, int to) {
    return to <= 1
        || text.charAt(to - 1) == ';'
        || text.substring(0, to).chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  private int start(int from, Needle needle) {
    int start = Math.max(0, from - needle.before());
    return start < from && encoded(text.charAt(start)) ? start : from;
  }

  private int end(int to, Needle needle) {
    int end = Math.min(text.length(), to + needle.after());
    if (end > to && !encoded(text.charAt(to))) {
      return to;
    }
    while (needle.after() > 0 && end < text.length() && text.charAt(end) == '=') {
      end++;
    }
    return end;
  }

  private static boolean encoded(char c) {
    return Character.isLetterOrDigit(c) || "+/-_=".indexOf(c) >= 0;
  }

  private int hash(String of, int from) {
    int hash = 0;
    for (int i = from; i < from + SHORTEST; i++) {
      hash = hash * 31 + of.charAt(i);
    }
    hash *= 0x9E3779B1;
    return (hash ^ (hash >>> 16)) & (heads.length - 1);
  }
}

package dev.releaserecord.kube.evidence;

import java.util.ArrayList;
import java.util.List;

/**
 * A text as somebody reads it who undoes an escaping, with the place of each byte in the original:
 * encoders differ in what they escape, decoders do not.
 */
final class View {

  /** What is shorter is never searched for. */
  static final int SHORTEST = 6;

  private final String text;
  private final int[] places;

  /** Positions by the hash of the bytes that follow, chained; 0 ends a chain. */
  private final int[] heads;

  private final int[] next;

  private View(String text, int[] places) {
    this.text = text;
    this.places = places;
    this.heads = new int[Integer.highestOneBit(Math.max(text.length(), 1)) * 2];
    this.next = new int[text.length()];
    for (int i = 0; i + SHORTEST <= text.length(); i++) {
      int hash = hash(text, i);
      next[i] = heads[hash];
      heads[hash] = i + 1;
    }
  }

  /** The text itself, and undone JSON, JSON in JSON, URL and form encoding. */
  static List<View> of(String text) {
    int[] places = new int[text.length() + 1];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    List<View> views = new ArrayList<>(List.of(new View(text, places)));
    if (text.indexOf('\\') >= 0) {
      views.add(views.getFirst().undone(Escape::json));
      views.add(views.getLast().undone(Escape::json));
    }
    for (View view : List.copyOf(views)) {
      if (view.text.indexOf('%') >= 0 || view.text.indexOf('+') >= 0) {
        views.add(view.undone(Escape::percent));
        views.add(view.undone(Escape::form));
      }
    }
    return views;
  }

  private View undone(Escape.Step escape) {
    StringBuilder out = new StringBuilder(text.length());
    int[] outPlaces = new int[text.length() + 1];
    int i = 0;
    while (i < text.length()) {
      int before = out.length();
      int read = escape.undo(text, i, out);
      for (int k = before; k < out.length(); k++) {
        outPlaces[k] = places[i];
      }
      i += read;
    }
    outPlaces[out.length()] = places[text.length()];
    return new View(out.toString(), outPlaces);
  }

  String text() {
    return text;
  }

  /** Also where the text ends before the needle does: whoever cut it did not look. */
  void hide(Needle needle, Hidden hidden) {
    String sought = needle.text();
    if (sought.length() < SHORTEST) {
      return;
    }
    for (int at = heads[hash(sought, 0)]; at > 0; at = next[at - 1]) {
      int from = at - 1;
      int to = Math.min(from + sought.length(), text.length());
      if (text.regionMatches(from, sought, 0, to - from)) {
        int start = Math.max(0, from - needle.before());
        hidden.hide(places[start], places[end(to, needle)]);
      }
    }
  }

  private int end(int to, Needle needle) {
    int end = Math.min(text.length(), to + needle.after());
    while (needle.after() > 0 && end < text.length() && text.charAt(end) == '=') {
      end++;
    }
    return end;
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

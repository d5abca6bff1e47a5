package dev.releaserecord.kube.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Hides secret values in texts: known ones in each of their forms, unknown ones by their shape. All
 * matches are found in the text as it was and hidden together, so that none spoils another.
 */
final class Redaction {

  /** Values, their lines, and what they name a password themselves. */
  private final Set<String> values = new LinkedHashSet<>();

  Redaction(Collection<byte[]> secrets) {
    for (byte[] secret : secrets) {
      String value = new String(secret, StandardCharsets.ISO_8859_1);
      add(value);
      value.lines().forEach(this::add);
      Shapes.named(value, (from, to) -> part(value.substring(from, to)));
    }
  }

  /** A part is searched for as it is written there, and as whoever reads it takes it. */
  private void part(String part) {
    add(part);
    for (View view : View.of(part)) {
      add(view.text());
    }
  }

  private void add(String value) {
    for (String form : List.of(value, value.strip())) {
      if (form.length() >= View.SHORTEST) {
        values.add(form);
      }
    }
  }

  String of(String text) {
    String bytes = Hidden.bytes(text);
    Hidden hidden = new Hidden();
    List<View> views = View.of(bytes);
    for (String value : values) {
      // Of what is longer than the text only the start can be in it.
      String start = value.substring(0, Math.min(value.length(), bytes.length()));
      Needle.each(start, needle -> views.forEach(view -> view.hide(needle, hidden)));
    }
    Shapes.named(bytes, hidden::hide);
    Shapes.tokens(bytes, hidden::hide);
    PrivateKeys.in(bytes, hidden::hide);
    return hidden.text(bytes);
  }
}

package dev.releaserecord.kube.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hides secret values in texts: known ones in each of their forms, unknown ones by their shape. All
 * matches are found in the text as it was and hidden together, so that none spoils another.
 */
final class Redaction {

  /** Longer values are not taken for something escaped. */
  private static final int LONG = 4096;

  /** Base64 of base64 is one layer more than anybody makes. */
  private static final int LAYERS = 2;

  private static final int SHORTEST_WRAP = 60;

  private static final Pattern BREAK = Pattern.compile("\\r?\\n");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{8,}+={0,2}");
  private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2}){6,}+");

  /** Values, their lines, what they encode, and what they name a password themselves. */
  private final Set<String> values = new LinkedHashSet<>();

  Redaction(Collection<byte[]> secrets) {
    for (byte[] secret : secrets) {
      learn(new String(secret, StandardCharsets.ISO_8859_1), LAYERS);
    }
  }

  private void learn(String value, int layers) {
    written(value);
    value.lines().forEach(this::add);
    Shapes.named(value, (from, to) -> written(value.substring(from, to)));
    String decoded = layers == 0 ? null : decoded(unwrapped(value));
    if (decoded != null) {
      learn(decoded, layers - 1);
    }
  }

  /** What prints base64 breaks it into long lines; other lines are lines. */
  private static String unwrapped(String value) {
    String stripped = value.strip();
    int first = stripped.indexOf('\n');
    return first < SHORTEST_WRAP ? stripped : BREAK.matcher(stripped).replaceAll("");
  }

  /** Null where it encodes nothing. */
  private static @Nullable String decoded(String value) {
    if (HEX.matcher(value).matches()) {
      return new String(HexFormat.of().parseHex(value), StandardCharsets.ISO_8859_1);
    }
    if (!BASE64.matcher(value).matches()) {
      return null;
    }
    String standard = value.replace('-', '+').replace('_', '/').replace("=", "");
    try {
      return new String(Base64.getDecoder().decode(standard), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      // No base64 has that length.
      return null;
    }
  }

  /** As it is written there, and as whoever reads it takes it. */
  private void written(String value) {
    add(value);
    if (value.length() <= LONG) {
      View.of(value).forEach(view -> add(view.text()));
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
    List<View> joined = View.joined(views);
    for (String value : values) {
      Needle.each(
          value,
          needle -> {
            views.forEach(view -> view.hide(needle, hidden));
            joined.forEach(view -> view.hide(needle, hidden));
          });
    }
    for (View view : views) {
      Shapes.Found found = (from, to) -> view.hide(from, to, hidden);
      Shapes.named(view.text(), found);
      Shapes.tokens(view.text(), found);
      PrivateKeys.in(view.text(), found);
    }
    return hidden.text(bytes);
  }
}

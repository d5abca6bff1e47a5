package dev.releaserecord.loop;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A word that stands in secrets alone, and how it looks wherever it may turn up. */
final class Canary {

  /** Letters and digits: no escaping changes them. */
  private static final String WORD = "QzCaNaRy7xKwVb";

  /** So much of it is a find: a cut or a line break may have taken the rest. */
  private static final int PART = 7;

  private static final byte[] BYTES = WORD.getBytes(StandardCharsets.UTF_8);

  private Canary() {}

  /** A secret value; what is around the word looks different in a URL and in JSON. */
  static String value(String kind) {
    return "s/" + WORD + "&\\" + kind;
  }

  static String base64(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  static String hex(String value) {
    return HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8));
  }

  static String inUrl(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** The forms of it that a text holds. */
  static List<String> in(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    List<String> found = new ArrayList<>();
    for (String form : forms()) {
      boolean there =
          form.equals(form.toLowerCase(Locale.ROOT)) ? lower.contains(form) : text.contains(form);
      if (there) {
        found.add(form);
      }
    }
    return found;
  }

  private static List<String> forms() {
    List<String> forms = new ArrayList<>(parts(WORD.toLowerCase(Locale.ROOT), PART));
    forms.addAll(parts(HexFormat.of().formatHex(BYTES), 2 * PART));
    forms.add(
        IntStream.range(0, PART)
            .mapToObj(i -> "%%%02x".formatted(BYTES[i]))
            .collect(Collectors.joining()));
    for (int shift = 0; shift < 3; shift++) {
      forms.addAll(parts(aligned(shift), PART + 2));
      forms.addAll(parts(aligned(shift).replace('+', '-').replace('/', '_'), PART + 2));
    }
    return forms;
  }

  private static List<String> parts(String text, int length) {
    return IntStream.rangeClosed(0, text.length() - length)
        .mapToObj(i -> text.substring(i, i + length))
        .toList();
  }

  /**
   * What of its base64 does not depend on its neighbours, so many bytes after the first of three.
   */
  private static String aligned(int shift) {
    byte[] all = new byte[shift + BYTES.length];
    System.arraycopy(BYTES, 0, all, shift, BYTES.length);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(all);
    int own = all.length * 8 / 6;
    return encoded.substring((shift * 8 + 5) / 6, own);
  }
}

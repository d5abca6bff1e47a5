package dev.releaserecord.status;

import java.util.List;

/** The first of many, for a person who reads one line. */
final class Few {

  private static final int SHOWN = 5;

  private Few() {}

  static String of(List<String> texts) {
    String shown = String.join(", ", texts.subList(0, Math.min(SHOWN, texts.size())));
    return texts.size() <= SHOWN ? shown : shown + " and " + (texts.size() - SHOWN) + " more";
  }
}

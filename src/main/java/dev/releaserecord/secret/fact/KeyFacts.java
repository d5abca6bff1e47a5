package dev.releaserecord.secret.fact;

import java.util.Map;
import java.util.Optional;

/**
 * What is known of the value of one key.
 *
 * @param look how it looks
 * @param flaws of each format that it has not, the reason; it has all others
 * @param value stands for the value
 * @param url stands for the parts of it, percent-decoded, where it is a URL; parts that it has not
 *     are left out, except for a port that follows from its scheme
 */
public record KeyFacts(
    Look look, Map<Format, Flaw> flaws, Fingerprint value, Map<UrlPart, Fingerprint> url) {

  public KeyFacts {
    flaws = Map.copyOf(flaws);
    url = Map.copyOf(url);
  }

  /**
   * @param empty whether it has no byte
   * @param blankEnds whether it is one line and has blanks or a line break at an end
   * @param placeholder whether it looks like something that was never filled in
   */
  public record Look(boolean empty, boolean blankEnds, boolean placeholder) {

    /** Nearly all values look like this. */
    public static final Look PLAIN = new Look(false, false, false);
  }

  /** Why it has not that format; empty where it has. */
  public Optional<Flaw> flaw(Format format) {
    return Optional.ofNullable(flaws.get(format));
  }
}

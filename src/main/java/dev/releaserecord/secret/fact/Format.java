package dev.releaserecord.secret.fact;

/** The shapes that a value can be held to, by the names that records use. */
public enum Format {
  Port("a port: a number from 1 to 65535"),
  URL("a URL: scheme://host, user and password percent-encoded"),
  Hostname("a host name or an IP address, without scheme and port"),
  Hex("hexadecimal digits, an even number of them"),
  URLSafe("letters, digits, '-', '.', '_' and '~' alone, which no URL escapes"),
  Base64("standard Base64 with its padding"),
  Integer("a decimal integer"),
  Boolean("true or false, in lower case");

  private final String wanted;

  Format(String wanted) {
    this.wanted = wanted;
  }

  /** What to write, as half a sentence. */
  public String wanted() {
    return wanted;
  }
}

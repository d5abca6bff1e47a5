package dev.releaserecord.secret.fact;

/** Why a value has not the shape that is asked of it. A fixed list, so that none shows a value. */
public enum Flaw {
  Empty("is empty"),
  NotText("is not text (UTF-8)"),
  TooLong("is too long"),
  BlankEnds("has blanks or a line break at an end"),
  ControlCharacter("holds a blank, a line break or a control character"),
  NotDecimal("holds something else than decimal digits"),
  LeadingZero("begins with 0"),
  OutOfRange("is out of range"),
  NotBoolean("is something else"),
  NotHexadecimal("holds something else than hexadecimal digits"),
  OddLength("has an odd number of digits"),
  NeedsEscaping("holds characters that a URL has to escape"),
  UrlAlphabet("uses '-' or '_', which belong to the URL-safe alphabet"),
  NotBase64("holds characters that are none of Base64"),
  WrongPadding("has not the length or the padding of Base64"),
  HasScheme("begins with a scheme"),
  HasPort("ends in a port"),
  NotHostname("holds characters or labels that no host name has"),
  NotAddress("looks like an IP address and is none"),
  NoScheme("has no scheme://"),
  NoHost("has no host"),
  BadHost("has a host that is none"),
  BadPort("has a port that is none"),
  UserInfoNotEncoded(
      "has a user or password that is not percent-encoded ('/' is %2F, '@' is %40, '#' is %23)"),
  BadEscape("has a '%' that begins no percent-encoding");

  private final String text;

  Flaw(String text) {
    this.text = text;
  }

  /** What is wrong, as the predicate of a sentence. */
  public String text() {
    return text;
  }
}

package dev.releaserecord.secret.fact;

import java.util.Locale;

/** The parts of a URL that can be held against other keys. */
public enum UrlPart {
  User,
  Password,
  Host,
  Port,
  /** Without its leading slash; often the name of a database. */
  Path;

  /** As messages name it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.releaserecord.condition;

/** The status of a condition, as Kubernetes writes it. */
public enum Truth {
  True,
  False,
  Unknown;

  public static Truth of(boolean value) {
    return value ? True : False;
  }
}

package dev.releaserecord.kube.evidence;

import java.util.List;

/** Hides in a text whatever looks like a credential; values of Secrets are not known here. */
public final class Discretion {

  private static final Redaction BY_SHAPE = new Redaction(List.of());

  private Discretion() {}

  public static String of(String text) {
    return BY_SHAPE.of(text);
  }
}

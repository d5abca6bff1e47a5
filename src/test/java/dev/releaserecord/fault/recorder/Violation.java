package dev.releaserecord.fault.recorder;

import java.util.List;

/**
 * Something that must never be.
 *
 * @param history every revision of the object, one line each
 */
public record Violation(String invariant, String what, List<String> history) {
  @Override
  public String toString() {
    return invariant + ": " + what + "\n    " + String.join("\n    ", history);
  }
}

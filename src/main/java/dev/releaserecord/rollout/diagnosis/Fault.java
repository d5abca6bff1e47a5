package dev.releaserecord.rollout.diagnosis;

/**
 * One thing that is wrong.
 *
 * @param seen what was seen there, as the end of a sentence that begins with the place; it never
 *     carries what a program wrote, only what Kubernetes says
 * @param next what a person should do, one clause
 */
public record Fault(Cause cause, Place place, String seen, String next) {

  /** Place and finding, without the next step. */
  public String finding() {
    String where = place.text();
    return where.isEmpty() ? seen : where + " " + seen;
  }
}

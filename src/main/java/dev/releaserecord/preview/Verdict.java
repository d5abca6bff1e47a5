package dev.releaserecord.preview;

/** What comes of applying a record, in one word. */
public enum Verdict {
  /** Nothing would change, and nothing stands in the way. */
  Nothing,
  /** Something would change at once. */
  Changes,
  /** Something would change, but not yet. */
  Waits,
  /** Something cannot be changed as the record asks. */
  Impossible,
  /** Nothing of the record would be acted upon. */
  Refused,
  /** A workload of it could not be read. */
  Unknown
}

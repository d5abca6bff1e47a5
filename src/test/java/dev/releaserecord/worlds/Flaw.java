package dev.releaserecord.worlds;

/** A fault that is put into the operator, to see that it is found. */
enum Flaw {
  None,
  /** A pin does not test the image that it replaces. */
  PinsOverAnyImage,
  /** A pin does not test whose object it changes. */
  PinsAnyObject,
  /** What a workload's status says is believed, though its controller has not seen the spec. */
  BelievesStaleCounts,
  /** A status says that it speaks of the newest generation, whichever was read. */
  ClaimsNewestGeneration,
  /** A write of ours hides what the watch tells afterwards. */
  BelievesOwnWriteForEver,
  /** Nobody looks again when time alone changes something. */
  ForgetsToLookAgain,
  /** A status that could not be written is not written again. */
  DropsUnwrittenStatus
}

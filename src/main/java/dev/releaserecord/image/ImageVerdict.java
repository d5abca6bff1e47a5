package dev.releaserecord.image;

/** What a comparison with the wanted image can say for certain. */
public sealed interface ImageVerdict {

  /** It is what was wanted. */
  record Same() implements ImageVerdict {}

  /**
   * It is something else.
   *
   * @param digest what stands there instead; equal to the wanted digest where only the repository
   *     differs
   */
  record Different(Digest digest) implements ImageVerdict {}

  /** The text does not say which content it is; that is no mismatch. */
  record Unknown() implements ImageVerdict {}
}

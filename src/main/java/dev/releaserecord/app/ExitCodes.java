package dev.releaserecord.app;

/** What the program's exit codes mean; see the contract, "Program". */
final class ExitCodes {

  static final int FINE = 0;

  /** Wrong usage, or the cluster cannot be used: nothing was done. */
  static final int UNUSABLE = 2;

  private ExitCodes() {}
}

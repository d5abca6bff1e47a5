package dev.releaserecord.app.command;

/** What the program's exit codes mean; see the contract, "Program". */
public final class ExitCodes {

  /** Stopped as told; or an answer with nothing in it that anybody has to do something about. */
  public static final int FINE = 0;

  /** An answer that somebody should read. */
  public static final int FINDINGS = 1;

  /** Wrong usage, or the cluster cannot be used or asked: nothing was done. */
  public static final int UNUSABLE = 2;

  private ExitCodes() {}
}

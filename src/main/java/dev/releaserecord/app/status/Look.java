package dev.releaserecord.app.status;

/**
 * How lines look where they are read.
 *
 * @param coloured whether colours are shown
 * @param beyondAscii whether box drawings can be written
 */
record Look(boolean coloured, boolean beyondAscii) {

  /** As in a file. */
  static final Look PLAIN = new Look(false, false);

  String paint(Tone tone, String text) {
    return coloured ? tone.paint(text) : text;
  }

  /** Before one that has others after it. */
  String branch() {
    return beyondAscii ? "├─ " : "|- ";
  }

  String lastBranch() {
    return beyondAscii ? "└─ " : "`- ";
  }

  /** Before what hangs on one that has others after it. */
  String stem() {
    return beyondAscii ? "│  " : "|  ";
  }
}

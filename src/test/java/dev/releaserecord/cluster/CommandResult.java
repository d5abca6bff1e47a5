package dev.releaserecord.cluster;

/**
 * How a command ended.
 *
 * @param exitCode 0 for success, by custom
 * @param stdout all that it wrote for scripts
 * @param stderr all that it wrote for people
 */
public record CommandResult(int exitCode, String stdout, String stderr) {

  /** What it wrote for scripts, if it succeeded. */
  String orThrow(String what) {
    if (exitCode != 0) {
      throw new IllegalStateException(
          what + " ended with " + exitCode + ":\n" + stderr.strip() + "\n" + stdout.strip());
    }
    return stdout;
  }

  /** The last line that it wrote for scripts. */
  String lastLine() {
    return stdout.strip().substring(stdout.strip().lastIndexOf('\n') + 1);
  }
}

package dev.releaserecord.bench.raw;

/** How the raw programs answer whoever started them. */
final class Lines {

  private Lines() {}

  static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}

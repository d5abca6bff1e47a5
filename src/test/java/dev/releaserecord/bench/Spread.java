package dev.releaserecord.bench;

/** Where the values of several runs lie. */
record Spread(double median, double min, double max) {

  static Spread one(double value) {
    return new Spread(value, value, value);
  }
}

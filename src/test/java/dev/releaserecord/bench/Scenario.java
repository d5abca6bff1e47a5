package dev.releaserecord.bench;

/** One question, asked on a cluster of its own. */
@FunctionalInterface
interface Scenario {
  Result run(Bed bed) throws Exception;
}

package dev.releaserecord.controller;

import java.util.List;

/**
 * How the operator is doing.
 *
 * @param synced whether the caches have been filled once
 * @param progressing whether work gets done: no pass hangs and every informer runs
 * @param problems what is wrong, each as a sentence
 */
public record Health(boolean synced, boolean progressing, List<String> problems) {
  public Health {
    problems = List.copyOf(problems);
  }
}

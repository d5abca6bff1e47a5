package dev.releaserecord.bench;

import java.nio.file.Path;

/**
 * What the script tells.
 *
 * @param root of the tree
 * @param state folder of the running cluster
 * @param out where results and logs go
 * @param pairs of measurements, at least 5 for a figure that counts
 * @param quick for a look only: shorter spans
 */
record Settings(Path root, Path state, Path out, int pairs, boolean quick) {

  Path kubeconfig() {
    return state.resolve("kubeconfig");
  }
}

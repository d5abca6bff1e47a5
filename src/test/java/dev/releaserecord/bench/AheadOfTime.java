package dev.releaserecord.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The launcher's caches, made by its own program. Other scenarios are measured without them. */
record AheadOfTime(List<Path> caches) implements AutoCloseable {

  /** Made upon that namespace; what was there before is made anew. */
  static AheadOfTime make(Settings settings, String namespace)
      throws IOException, InterruptedException {
    Path log = settings.out().resolve("make-aot-cache.log");
    Process process =
        new ProcessBuilder(
                settings.root().resolve("operator/bin/make-aot-cache").toString(),
                "--kubeconfig",
                settings.kubeconfig().toString(),
                "--namespace",
                namespace)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("make-aot-cache failed; see " + log);
    }
    Path target = settings.root().resolve("target");
    return new AheadOfTime(
        List.of(
            target.resolve("release-operator.aot"),
            target.resolve("release-operator-commands.aot")));
  }

  @Override
  public void close() throws IOException {
    for (Path cache : caches) {
      Files.deleteIfExists(cache);
    }
  }
}

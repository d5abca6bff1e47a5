package dev.releaserecord.app.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Which images of manifests nothing pins. */
class LintCommandTest {

  private static final String DIGEST = "@sha256:" + "a".repeat(64);

  private static final String MANIFESTS =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: users}
      spec:
        template:
          spec:
            initContainers: [{name: migrate, image: "r.io/users:1"}]
            containers:
            - {name: users, image: "r.io/users%1$s"}
            - {name: proxy, image: envoy}
      ---
      apiVersion: v1
      kind: List
      items:
      - apiVersion: batch/v1
        kind: CronJob
        metadata: {name: nightly}
        spec:
          jobTemplate: {spec: {template: {spec: {containers: [{name: nightly, image: "users@IGEST_USERS__"}]}}}}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: other}
      data: {image: "r.io/other:1"}
      """
          .formatted(DIGEST);

  @TempDir private Path folder;

  private record Ran(int code, String out) {}

  private static Ran lint(Path file) {
    StringWriter out = new StringWriter();
    int code =
        new CommandLine(new LintCommand())
            .setOut(new PrintWriter(out, true))
            .execute("-f", file.toString());
    return new Ran(code, out.toString());
  }

  @Test
  void everyImageThatNothingPinsIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("all.yaml"), MANIFESTS);
    Ran ran = lint(folder);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .isEqualTo(
            """
            %1$s: Deployment/users, container migrate: r.io/users:1: the tag 1 can come to mean something else; write r.io/users@sha256:<64 hex digits>
            %1$s: Deployment/users, container proxy: envoy: without a tag it means latest, whatever that is; write envoy@sha256:<64 hex digits>
            %1$s: CronJob/nightly, container nightly: users@IGEST_USERS__: the placeholder @IGEST_USERS__ was not filled in
            3 of 4 images are not pinned.
            """
                .formatted(file));
  }

  @Test
  void whatIsPinnedIsFine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("one.yml"),
            "{kind: Pod, metadata: {name: one}, spec: {containers: [{name: one, image: \"r.io/one:2%s\"}]}}"
                .formatted(DIGEST));
    assertThat(lint(file)).isEqualTo(new Ran(0, "All of 1 images have a digest.\n"));
    Files.writeString(folder.resolve("readme.md"), "image: r.io/one:1\n");
    assertThat(lint(folder).code()).as("other files are passed over").isZero();
  }
}

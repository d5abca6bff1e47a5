package dev.releaserecord.app.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.app.Main;
import dev.releaserecord.check.registry.LocalRegistry;
import dev.releaserecord.cluster.NeedsNode;
import dev.releaserecord.image.Digest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code resolve} against the real registry, which the test bed builds for its nodes. */
@NeedsNode
class ResolveIT {

  private static final String PASSWORD = "wonder:land";

  /** Of that password. */
  private static final String HASH =
      "alice:$2y$05$abcdefghijklmnopqrstuu12xgx35XzVimpLAARVsY.qvjwFuB00y";

  private record Ran(int code, String out, String err) {}

  private static Ran resolve(LocalRegistry registry, Path logins, String tag) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.commandLine(Map.of())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int code =
        line.execute(
            "resolve",
            registry.host() + "/team/app:" + tag,
            "--plain-http-registry=" + registry.host(),
            "--docker-config=" + logins);
    return new Ran(code, out.toString(), err.toString());
  }

  @Test
  void aTagIsResolvedWithALogin(@TempDir Path folder) throws IOException {
    Digest image;
    Digest index;
    try (LocalRegistry open = LocalRegistry.start(folder, "", "")) {
      image = open.push("team/app");
      index = open.pushIndex("team/app", "arm64");
      open.tag("team/app", image, "one");
      open.tag("team/app", index, "many");
    }
    String auth = LocalRegistry.basic(folder, HASH);
    try (LocalRegistry locked = LocalRegistry.start(folder, auth, "")) {
      String name = locked.host() + "/team/app";
      Path logins = Files.writeString(folder.resolve("config.json"), "{}");
      Ran nobody = resolve(locked, logins, "one");
      assertThat(nobody.code()).isEqualTo(2);
      assertThat(nobody.err()).contains("docker login " + locked.host());

      Files.writeString(
          logins,
          "{\"auths\": {\"%s\": {\"username\": \"alice\", \"password\": \"%s\"}}}"
              .formatted(locked.host(), PASSWORD));
      assertThat(resolve(locked, logins, "one"))
          .isEqualTo(
              new Ran(0, name + "@" + image + "\n", name + ":one is an image for one platform.\n"));
      assertThat(resolve(locked, logins, "many"))
          .isEqualTo(
              new Ran(0, name + "@" + index + "\n", name + ":many is an index for linux/arm64.\n"));
      Ran absent = resolve(locked, logins, "none");
      assertThat(absent.code()).isEqualTo(1);
      assertThat(absent.err()).contains("answered 404: it has no such tag");
    }
  }
}

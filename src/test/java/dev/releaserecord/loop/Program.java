package dev.releaserecord.loop;

import dev.releaserecord.app.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The commands of the program, in this process, upon the namespace of a scene. */
record Program(Scene scene) {

  record Ran(int code, String out, String err) {}

  /** With the administrator's rights. */
  Ran run(String... words) {
    return as(scene.cluster().kubeconfig(), words);
  }

  Ran as(Path kubeconfig, String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.commandLine(Map.of())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--kubeconfig=" + kubeconfig);
    all.add("--namespace=" + scene.namespace());
    int code = line.execute(all.toArray(String[]::new));
    return new Ran(code, out.toString(), err.toString());
  }
}

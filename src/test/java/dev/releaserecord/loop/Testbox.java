package dev.releaserecord.loop;

/** The program that test images hold, in the place of what manifests run and ask. */
final class Testbox {

  private Testbox() {}

  /** What is to serve serves; what migrates ends well; every probe is answered. */
  static String inPlaceOfPrograms(String manifests) {
    return manifests
        .replaceAll(
            "command: \\[[^]]*migrate[^]]*](?!})", "command: [/testbox, crash, --code, '0']")
        .replaceAll("command: \\[node, [^]]*](?!})", "command: [/testbox]")
        .replaceAll("exec: \\{command: [^}]*}", "httpGet: {path: /healthz, port: 8080}")
        .replaceAll("httpGet: \\{path: [^,]*,", "httpGet: {path: /healthz,")
        .replaceAll("containerPort: [0-9]+", "containerPort: 8080");
  }
}

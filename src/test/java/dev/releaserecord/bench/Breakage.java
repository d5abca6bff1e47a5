package dev.releaserecord.bench;

import java.util.List;

/**
 * How a kubelet shows a container that broke, the ways taken in turn, and what the record has to
 * say of it.
 *
 * @param state of the container, in JSON
 * @param last how its last run ended, in JSON
 */
record Breakage(String cause, String state, String last) {

  private static final String NEVER_RAN = "{}";

  private static final List<Breakage> ALL =
      List.of(
          new Breakage(
              "ImageNotFound",
              waiting(
                  "ImagePullBackOff",
                  "Back-off pulling image: ErrImagePull: rpc error: code = NotFound desc = failed"
                      + " to resolve image: not found"),
              NEVER_RAN),
          new Breakage(
              "MissingSecretKey",
              waiting(
                  "CreateContainerConfigError", "couldn't find key SSLMODE in Secret bench/rds"),
              NEVER_RAN),
          new Breakage("CrashLoop", backOff(), terminated(1, "Error")),
          new Breakage("OutOfMemory", backOff(), terminated(137, "OOMKilled")));

  static Breakage of(int number) {
    return ALL.get(number % ALL.size());
  }

  private static String backOff() {
    return waiting("CrashLoopBackOff", "back-off 1m20s restarting failed container");
  }

  private static String waiting(String reason, String message) {
    return "{\"waiting\":{\"reason\":\"%s\",\"message\":\"%s\"}}".formatted(reason, message);
  }

  private static String terminated(int code, String reason) {
    return "{\"terminated\":{\"exitCode\":%d,\"reason\":\"%s\"}}".formatted(code, reason);
  }

  /** A merge patch of the status of a pod with one container of that name. */
  String patch(String container) {
    return """
    {"status":{
     "conditions":[{"type":"PodScheduled","status":"True"},{"type":"Initialized","status":"True"},
      {"type":"Ready","status":"False","reason":"ContainersNotReady"},
      {"type":"ContainersReady","status":"False","reason":"ContainersNotReady"}],
     "containerStatuses":[{"name":"%s","image":"broken","imageID":"","ready":false,"started":false,
      "restartCount":%d,"state":%s,"lastState":%s}]}}
    """
        .formatted(container, last.equals(NEVER_RAN) ? 0 : 4, state, last);
  }
}

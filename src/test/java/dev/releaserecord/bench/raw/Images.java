package dev.releaserecord.bench.raw;

/** Names and images of the workloads of a benchmark, by number. */
public final class Images {

  /** Where all of them are said to lie. */
  public static final String PREFIX = "registry.example/bench";

  /** The operator's label, as a JSON patch path. */
  private static final String SET = "/metadata/labels/releaserecord.dev~1set";

  private Images() {}

  public static String name(int number) {
    return "svc-%04d".formatted(number);
  }

  /** Which one a name is of. */
  public static int number(String name) {
    return Integer.parseInt(name.substring("svc-".length()));
  }

  /** The name of a record by its number. */
  public static String record(int number) {
    return "record-%02d".formatted(number);
  }

  /** Another one for every round and workload. */
  public static String digest(int round, int number) {
    return "sha256:%08x%056x".formatted(round, number);
  }

  public static String pinned(int round, int number) {
    return PREFIX + "/" + name(number) + "@" + digest(round, number);
  }

  /** What the operator's label would be set to. */
  public static String set(int round) {
    return "%032x".formatted(round);
  }

  /** What the raw programs hold of a workload. */
  public record Held(String uid, String image, String set) {}

  /** Operation by operation what the operator sends for the same pin. */
  public static String patch(int number, Held held, String image, String set) {
    String container = "/spec/template/spec/containers/0";
    return "["
        + operation("test", "/metadata/uid", held.uid)
        + ","
        + operation("test", container + "/name", name(number))
        + ","
        + operation("test", container + "/image", held.image)
        + ","
        + operation("replace", container + "/image", image)
        + ","
        + operation("test", SET, held.set)
        + ","
        + operation("add", SET, set)
        + "]";
  }

  static String operation(String verb, String path, String value) {
    String json = value.isEmpty() ? "null" : "\"" + value + "\"";
    return "{\"op\":\"" + verb + "\",\"path\":\"" + path + "\",\"value\":" + json + "}";
  }
}

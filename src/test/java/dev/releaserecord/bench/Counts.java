package dev.releaserecord.bench;

import dev.releaserecord.bench.AuditLog.Request;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Requests by user agent and kind. */
final class Counts {

  private Counts() {}

  /**
   * Those of the operator and the raw programs.
   *
   * @param per how many spans the requests are of: rounds, or minutes
   */
  static Map<String, Map<String, Double>> of(List<Request> requests, double per) {
    Map<String, Map<String, Double>> counts = new TreeMap<>();
    requests.stream()
        .filter(request -> request.agent().startsWith("release-operator/"))
        .forEach(
            request ->
                counts
                    .computeIfAbsent(request.agent(), _ -> new TreeMap<>())
                    .merge(kind(request), 1 / per, Double::sum));
    return counts;
  }

  private static String kind(Request request) {
    return request.verb().toUpperCase(Locale.ROOT)
        + " "
        + request.resource()
        + (request.code() < 300 ? "" : " " + request.code());
  }
}

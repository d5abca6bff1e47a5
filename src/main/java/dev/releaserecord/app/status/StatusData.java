package dev.releaserecord.app.status;

import dev.releaserecord.app.record.Standing;
import java.util.LinkedHashMap;
import java.util.Map;

/** A standing as plain data: what it comes to, and the status as it stands in the record. */
final class StatusData {

  private StatusData() {}

  static Map<String, Object> of(Standing standing) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("record", standing.name());
    data.put("namespace", standing.namespace());
    data.put("ready", standing.isReady());
    standing
        .ready()
        .ifPresent(
            it -> {
              data.put("reason", it.getReason());
              data.put("message", it.getMessage());
            });
    data.put("status", standing.status());
    return data;
  }
}

package dev.releaserecord.app.status;

import dev.releaserecord.api.CheckOutcome;
import dev.releaserecord.api.CheckStatus;
import dev.releaserecord.api.DriftEntry;
import dev.releaserecord.api.ReleaseRecordStatus;
import dev.releaserecord.api.ServiceStatus;
import dev.releaserecord.app.command.Printable;
import dev.releaserecord.app.record.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What has changed of a record, one line for each change. */
final class ChangeLines {

  private final Standing before;
  private final Standing now;
  private final List<String> lines = new ArrayList<>();

  private ChangeLines(Standing before, Standing now) {
    this.before = before;
    this.now = now;
  }

  /** Where it stands when somebody begins to look. */
  static List<String> first(Standing now) {
    List<String> lines = new ArrayList<>();
    lines.add(record(now));
    now.status().services().forEach(it -> lines.add(service(it)));
    return lines;
  }

  /** Without an end; nothing where nothing has changed that anybody would want to know. */
  static List<String> between(Standing before, Standing now) {
    ChangeLines changes = new ChangeLines(before, now);
    changes.ofServices();
    changes.ofChecks();
    changes.ofDrift();
    changes.ofRecord();
    return changes.lines;
  }

  private void ofRecord() {
    String set = now.status().digestSet();
    if (!Objects.equals(set, before.status().digestSet())) {
      lines.add(now.name() + " declares " + Objects.requireNonNullElse(set, "no digest"));
    }
    if (!record(before).equals(record(now))) {
      lines.add(record(now));
    }
  }

  private static String record(Standing standing) {
    ReleaseRecordStatus status = standing.status();
    String summary = status.summary() == null ? "" : ", " + Printable.line(status.summary());
    return standing.name()
        + ": "
        + standing.ready().map(it -> it.getReason() + summary).orElseGet(standing::headline);
  }

  private void ofServices() {
    Map<String, ServiceStatus> old = byName(before.status().services(), ServiceStatus::name);
    for (ServiceStatus service : now.status().services()) {
      ServiceStatus its = old.remove(service.name());
      if (its == null || !service(its).equals(service(service))) {
        lines.add(service(service));
      }
    }
    old.keySet().forEach(name -> lines.add(name + ": no longer in the record"));
  }

  private static String service(ServiceStatus service) {
    String cause = service.cause() == null ? "" : " (" + service.cause() + ")";
    String ready = service.ready() == null ? "" : ", " + service.ready() + " ready";
    String message = service.message() == null ? "" : ": " + Printable.line(service.message());
    return service.name() + ": " + service.phase() + cause + ready + message;
  }

  private void ofChecks() {
    Map<String, ServiceStatus> old = byName(before.status().services(), ServiceStatus::name);
    for (ServiceStatus service : now.status().services()) {
      ServiceStatus its = old.get(service.name());
      checks(its == null ? List.of() : its.checks(), service.checks(), " of " + service.name());
    }
    checks(before.status().checks(), now.status().checks(), " of the whole record");
  }

  private void checks(List<CheckStatus> old, List<CheckStatus> current, String whose) {
    Map<String, CheckStatus> byName =
        byName(old, it -> it.name() + Objects.requireNonNullElse(it.when(), ""));
    for (CheckStatus check : current) {
      CheckStatus its = byName.get(check.name() + Objects.requireNonNullElse(check.when(), ""));
      if (check.outcome() != CheckOutcome.Pending && !same(its, check)) {
        lines.add(
            "check "
                + check.name()
                + whose
                + ": "
                + check.outcome()
                + (check.message() == null ? "" : ", " + Printable.line(check.message())));
      }
    }
  }

  private static boolean same(@Nullable CheckStatus one, CheckStatus other) {
    return one != null
        && one.outcome() == other.outcome()
        && Objects.equals(one.at(), other.at())
        && Objects.equals(one.message(), other.message());
  }

  private void ofDrift() {
    for (DriftEntry entry : now.status().drift().reversed()) {
      if (!before.status().drift().contains(entry)) {
        lines.add(
            "%s, container %s: %s written by %s, %s"
                .formatted(
                    entry.workload(),
                    entry.container(),
                    Printable.line(entry.image()),
                    Objects.requireNonNullElse(entry.manager(), "somebody"),
                    entry.corrected() ? "set back" : "left as it is"));
      }
    }
  }

  private static <T> Map<String, T> byName(List<T> items, Function<T, String> name) {
    return items.stream()
        .collect(Collectors.toMap(name, Function.identity(), (one, _) -> one, LinkedHashMap::new));
  }
}

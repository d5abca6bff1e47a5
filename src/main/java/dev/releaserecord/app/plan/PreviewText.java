package dev.releaserecord.app.plan;

import dev.releaserecord.api.ServiceWarning;
import dev.releaserecord.preview.Preview;
import dev.releaserecord.preview.Preview.Change;
import dev.releaserecord.preview.Preview.Service;
import dev.releaserecord.preview.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A preview for a person: first what comes of it, then service by service, what changes first. */
final class PreviewText {

  private static final String INDENT = "  ";

  private final Preview preview;
  private final StringBuilder text = new StringBuilder();

  private PreviewText(Preview preview) {
    this.preview = preview;
  }

  /** Ends with the end of a line. */
  static String of(Preview preview) {
    return new PreviewText(preview).write();
  }

  private String write() {
    line(0, headline());
    if (preview.refusal() != null) {
      line(1, preview.refusal());
    } else {
      section("CHANGES AT ONCE", Verdict.Changes, this::changed);
      section("WAITS", Verdict.Waits, this::waiting);
      section("CANNOT BE CHANGED", Verdict.Impossible, this::explained);
      section("COULD NOT BE READ", Verdict.Unknown, this::explained);
      section("STAYS AS IT IS", Verdict.Nothing, this::explained);
      warnings();
    }
    last();
    return text.toString();
  }

  private String headline() {
    String what =
        "ReleaseRecord "
            + preview.record()
            + " in namespace "
            + preview.namespace()
            + (preview.applied() ? "" : " (new)")
            + ": ";
    return what
        + switch (preview.verdict()) {
          case Nothing -> "nothing would change.";
          case Refused -> "nothing of it would be done, it would be Stalled.";
          case Changes, Waits, Impossible, Unknown -> counts();
        };
  }

  /** Such as: 1 of 3 services would change at once (2 pods restart), 2 would wait. */
  private String counts() {
    Map<Verdict, String> words = new EnumMap<>(Verdict.class);
    words.put(Verdict.Changes, "would change at once" + restarts());
    words.put(Verdict.Waits, "would wait");
    words.put(Verdict.Impossible, "cannot be changed");
    words.put(Verdict.Unknown, "could not be read");
    int all = preview.services().size();
    String of = " of " + all + (all == 1 ? " service " : " services ");
    List<String> parts = new ArrayList<>();
    words.forEach(
        (outcome, what) -> {
          int number = of(outcome).size();
          if (number > 0) {
            parts.add(number + (parts.isEmpty() ? of : " ") + what);
          }
        });
    return String.join(", ", parts) + ".";
  }

  private String restarts() {
    Map<String, Integer> pods = new LinkedHashMap<>();
    of(Verdict.Changes).stream()
        .flatMap(service -> service.changes().stream())
        .filter(Change::restart)
        .forEach(change -> pods.put(change.workload(), change.pods()));
    int all = pods.values().stream().mapToInt(Integer::intValue).sum();
    return all == 0 ? " (no pod restarts)" : " (" + pods(all) + ")";
  }

  private static String pods(int pods) {
    return pods == 1 ? "1 pod restarts" : pods + " pods restart";
  }

  private interface Lines {
    void of(Service service);
  }

  private void section(String title, Verdict outcome, Lines lines) {
    List<Service> services = of(outcome);
    if (!services.isEmpty()) {
      text.append('\n');
      line(0, title);
      services.forEach(lines::of);
    }
  }

  private List<Service> of(Verdict outcome) {
    return preview.services().stream().filter(it -> it.outcome() == outcome).toList();
  }

  private void changed(Service service) {
    line(1, title(service));
    changes(service);
  }

  private void waiting(Service service) {
    line(
        1,
        title(service) + ": " + Objects.requireNonNullElse(service.waitsFor(), service.message()));
    changes(service);
  }

  private void explained(Service service) {
    boolean well = service.outcome() == Verdict.Nothing;
    String phase = well ? service.phase() + ", " : "";
    line(1, title(service) + ": " + phase + service.message());
  }

  private static String title(Service service) {
    return service.version() == null ? service.name() : service.name() + " " + service.version();
  }

  private void changes(Service service) {
    Map<String, List<Change>> byWorkload =
        service.changes().stream()
            .collect(
                Collectors.groupingBy(Change::workload, LinkedHashMap::new, Collectors.toList()));
    byWorkload.forEach(this::workload);
  }

  private void workload(String workload, List<Change> changes) {
    Change first = changes.getFirst();
    String pods = first.pods() > 0 ? pods(first.pods()) : "no pod restarts";
    String same =
        changes.stream().allMatch(Change::sameBytes) ? ", though all run this digest already" : "";
    line(2, workload + ": " + pods + same);
    for (Change change : changes) {
      if (change.action() != null) {
        line(3, change.action());
      } else {
        line(3, "container " + change.container());
        line(4, "from " + change.from());
        line(4, "to   " + change.to());
      }
    }
  }

  private void warnings() {
    List<Service> warned =
        preview.services().stream().filter(it -> !it.warnings().isEmpty()).toList();
    if (warned.isEmpty()) {
      return;
    }
    text.append('\n');
    line(0, "WARNINGS");
    for (Service service : warned) {
      for (ServiceWarning warning : service.warnings()) {
        line(1, service.name() + ": " + warning.reason() + ", " + warning.message());
      }
    }
  }

  private void last() {
    List<String> lines = new ArrayList<>(preview.notes());
    if ((text + String.join("\n", lines)).contains("the operator may not ")) {
      lines.add(
          "This was read with your rights: where it says that the operator may not read something,"
              + " you may not.");
    }
    if (!preview.notLookedAt().isEmpty()) {
      lines.add(
          "Not looked at, for you lack these rights: "
              + String.join(", ", preview.notLookedAt())
              + ".");
    }
    if (!lines.isEmpty()) {
      text.append('\n');
      lines.forEach(it -> line(0, it));
    }
  }

  private void line(int depth, String words) {
    text.append(INDENT.repeat(depth)).append(words).append('\n');
  }
}

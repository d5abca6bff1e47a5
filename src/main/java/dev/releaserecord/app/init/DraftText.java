package dev.releaserecord.app.init;

import dev.releaserecord.app.command.YamlText;
import dev.releaserecord.draft.Build;
import dev.releaserecord.draft.Draft;
import dev.releaserecord.draft.Draft.Claim;
import dev.releaserecord.draft.Draft.SecretUse;
import dev.releaserecord.draft.Draft.Service;
import dev.releaserecord.image.ImageReference;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.TemplateContainer;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.WorkloadKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A draft as a ReleaseRecord in YAML: what is known as fields, what is not as comments beside them.
 * Its rules are those that change least: held, drift reported, one service at a time, no restart
 * when a Secret changes.
 */
final class DraftText {

  private static final String INDENT = "  ";

  /** Of a line of prose. */
  private static final int WIDTH = 98;

  /** Secrets that one list takes, each with a line of its own, and names in one line. */
  private static final int ENTRIES = 16;

  private final Draft draft;
  private final StringBuilder text = new StringBuilder();

  private DraftText(Draft draft) {
    this.draft = draft;
  }

  /**
   * Ends with the end of a line.
   *
   * @param notes what to know of the whole of it, each a sentence
   */
  static String of(String namespace, String name, Draft draft, List<String> notes) {
    DraftText page = new DraftText(draft);
    page.head(namespace, name, notes);
    page.rules();
    page.dependencies();
    page.secrets(1, draft.secrets());
    page.line(1, "services:");
    draft.services().forEach(page::service);
    page.leftOut();
    return page.text.toString();
  }

  private void head(String namespace, String name, List<String> notes) {
    prose(
        "What namespace "
            + namespace
            + " runs now. Applied as it is it changes nothing, for spec.hold stands;"
            + " `release-operator plan -f FILE` says what would restart without it.");
    notes.forEach(this::prose);
    if (anySecrets()) {
      prose(
          "onRotation: Report says when values of a Secret change, and restarts nothing; Restart,"
              + " the default, has the pods that took them restarted in turn.");
    }
    prose(
        "What cannot be seen from outside: which services have to be there before others (after),"
            + " and what proves that one works (checks).");
    line(0, "apiVersion: releaserecord.dev/v1");
    line(0, "kind: ReleaseRecord");
    line(0, "metadata:");
    line(1, "name: " + YamlText.text(name));
    line(1, "namespace: " + YamlText.text(namespace));
    line(0, "spec:");
  }

  private boolean anySecrets() {
    return !draft.secrets().isEmpty()
        || draft.services().stream().anyMatch(it -> !it.secrets().isEmpty());
  }

  /** Over as many lines as it takes. */
  private void prose(String words) {
    StringBuilder line = new StringBuilder();
    for (String word : words.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH && !line.isEmpty()) {
        comment(0, line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    comment(0, line.toString());
  }

  private void rules() {
    line(1, "hold: {reason: first look}   # take it out when the plan is what you want");
    line(1, "drift: Report   # Correct: what others change is set back");
    line(1, "maxInFlight: 1   # services that roll at the same time; 0: all");
    if (draft.imagePrefix() != null) {
      line(1, "imagePrefix: " + YamlText.text(draft.imagePrefix()));
    }
  }

  private void dependencies() {
    if (draft.dependencies().isEmpty()) {
      return;
    }
    line(1, "dependencies:   # must be ready before anything is pinned");
    for (Workload workload : draft.dependencies()) {
      String images =
          workload.mainContainers().stream()
              .map(TemplateContainer::image)
              .collect(Collectors.joining(", "));
      line(
          1,
          "- {apiVersion: apps/v1, kind: StatefulSet, name: "
              + YamlText.text(workload.key().name())
              + "}   "
              + YamlText.comment(images));
    }
  }

  private void secrets(int depth, List<SecretUse> secrets) {
    if (secrets.isEmpty()) {
      return;
    }
    line(depth, "secrets:");
    if (secrets.size() <= ENTRIES) {
      for (SecretUse secret : secrets) {
        String keys =
            secret.keys().isEmpty()
                ? ""
                : "   " + YamlText.comment("keys: [" + String.join(", ", secret.keys()) + "]");
        line(depth, "- {name: " + YamlText.text(secret.name()) + ", onRotation: Report}" + keys);
      }
      return;
    }
    List<List<SecretUse>> lines = new ArrayList<>();
    for (int i = 0; i < secrets.size(); i += ENTRIES) {
      lines.add(secrets.subList(i, Math.min(secrets.size(), i + ENTRIES)));
    }
    lines.stream()
        .limit(ENTRIES)
        .forEach(names -> line(depth, "- {names: [" + names(names) + "], onRotation: Report}"));
    lines.stream()
        .skip(ENTRIES)
        .forEach(names -> comment(depth, "No room for Secrets " + names(names)));
  }

  private static String names(List<SecretUse> secrets) {
    return secrets.stream().map(it -> YamlText.text(it.name())).collect(Collectors.joining(", "));
  }

  private void service(Service service) {
    line(1, "- name: " + YamlText.text(service.name()));
    service.notes().forEach(note -> comment(2, note));
    if (service.version() != null) {
      line(2, "version: " + YamlText.quoted(service.version()));
    }
    build(service);
    if (!service.workloads().equals(usual(service))) {
      line(2, "workloads:");
      service.workloads().forEach(this::claim);
    }
    secrets(2, service.secrets());
  }

  private static List<Claim> usual(Service service) {
    return List.of(new Claim(new WorkloadKey(Kind.Deployment, service.name()), List.of()));
  }

  private void build(Service service) {
    switch (service.build()) {
      case Build.SameAs(String other) -> line(2, "digestFrom: " + YamlText.text(other));
      case Build.Known known -> {
        image(service);
        known.notes().forEach(note -> comment(2, note));
        line(2, "digest: " + known.digest());
      }
      case Build.Open open -> {
        image(service);
        comment(2, open.why());
        open.candidates().forEach(it -> comment(2, "digest: " + it.digest() + "   # " + it.who()));
      }
    }
  }

  private void image(Service service) {
    ImageReference image = service.image();
    if (!service.spared(draft.imagePrefix())) {
      line(2, "image: " + YamlText.text(image.name()));
    }
  }

  private void claim(Claim claim) {
    String containers =
        claim.containers().isEmpty()
            ? ""
            : ", containers: ["
                + claim.containers().stream().map(YamlText::text).collect(Collectors.joining(", "))
                + "]";
    line(
        2,
        "- {kind: "
            + claim.workload().kind()
            + ", name: "
            + YamlText.text(claim.workload().name())
            + containers
            + "}");
  }

  private void leftOut() {
    if (draft.leftOut().isEmpty()) {
      return;
    }
    comment(0, "Left out:");
    draft.leftOut().forEach(it -> comment(0, "- " + it));
  }

  private void comment(int depth, String words) {
    line(depth, YamlText.comment(words));
  }

  private void line(int depth, String words) {
    text.append(INDENT.repeat(depth)).append(words).append('\n');
  }
}

package dev.releaserecord.app.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.releaserecord.app.command.YamlText;
import dev.releaserecord.image.DigestSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The entries of an {@code images} block (kustomize, "ImageTagTransformer").
 *
 * @param entries by name, each once; kustomize applies them one after the other
 * @param findings what they do not mend, each a sentence with what to do
 */
record ImageBlock(List<Entry> entries, List<String> findings) {

  /** What kustomize takes for an image of a name; all else it passes over. */
  private static final Pattern MATCHED =
      Pattern.compile(
          "([^@:\\s]+(?::[0-9]+/[^@:\\s]+)?)(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?");

  ImageBlock {
    entries = List.copyOf(entries);
    findings = List.copyOf(findings);
  }

  /**
   * @param name as manifests have it
   * @param newName null where they have the right one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({"name", "newName", "digest"})
  record Entry(String name, @Nullable String newName, String digest) {}

  /**
   * @param applied as far as they are known; the record's own repository is always there as well
   */
  static ImageBlock of(ImageSet set, Collection<Applied> applied) {
    List<String> findings = new ArrayList<>();
    Map<String, Set<Entry>> byName = new TreeMap<>();
    Map<String, Set<String>> services = new TreeMap<>();
    for (DigestSet.Member member : set.members()) {
      for (String name : names(member, applied, findings)) {
        String newName = name.equals(member.image()) ? null : member.image();
        byName
            .computeIfAbsent(name, _ -> new LinkedHashSet<>())
            .add(new Entry(name, newName, member.digest().text()));
        services.computeIfAbsent(name, _ -> new TreeSet<>()).add(member.service());
      }
    }
    set.without().forEach(it -> findings.add(it + " has no digest yet."));
    List<Entry> entries = new ArrayList<>();
    byName.forEach(
        (name, its) -> {
          if (its.size() == 1) {
            entries.addAll(its);
          } else {
            findings.add(
                "%s is left out: it stands for different digests (%s), and kustomize has one for each name; give them names of their own in the manifests."
                    .formatted(name, String.join(", ", services.getOrDefault(name, Set.of()))));
          }
        });
    return new ImageBlock(entries, findings);
  }

  private static Set<String> names(
      DigestSet.Member member, Collection<Applied> applied, List<String> findings) {
    Set<String> names = new TreeSet<>(Set.of(member.image()));
    for (Applied one : applied) {
      if (one.service().equals(member.service())) {
        Matcher matched = MATCHED.matcher(one.image());
        if (matched.matches()) {
          names.add(matched.group(1));
        } else {
          findings.add(
              "%s: the manifest says %s, which kustomize takes for no image; write %s there."
                  .formatted(one.place(), one.image(), member.image()));
        }
      }
    }
    return names;
  }

  /**
   * For a kustomization; ends with the end of a line.
   *
   * @param set null where there is none
   */
  String text(String record, @Nullable String set) {
    StringBuilder text = new StringBuilder("# ReleaseRecord ").append(record);
    text.append(set == null ? "" : ", digest set " + set).append('\n');
    text.append(entries.isEmpty() ? "images: []\n" : "images:\n");
    for (Entry entry : entries) {
      text.append("- name: ").append(YamlText.text(entry.name)).append('\n');
      if (entry.newName != null) {
        text.append("  newName: ").append(YamlText.text(entry.newName)).append('\n');
      }
      text.append("  digest: ").append(entry.digest).append('\n');
    }
    return text.toString();
  }
}

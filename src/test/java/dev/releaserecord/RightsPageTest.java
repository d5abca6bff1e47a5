package dev.releaserecord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The tables of rights say what the Roles grant that are shipped, no more and no less. */
class RightsPageTest {

  private static final Path PAGE = Path.of("docs/security.md");
  private static final Path BASE = Path.of("helm-free-manifests/base");
  private static final YAMLMapper YAML = new YAMLMapper();

  /** A part that has the name of a Role, up to the next heading. */
  private static final Pattern ROLE =
      Pattern.compile("(?ms)^### (release-operator\\S*)$(.*?)(?=^#)");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (\\S+) \\| (`[^|]+) \\| ([a-z, ]+) \\|");

  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  @Test
  void everyRightOfARoleStandsInItsTableAndNoOther() throws IOException {
    assertThat(told()).isEqualTo(granted());
    assertThat(granted()).hasSize(4).allSatisfy((_, rights) -> assertThat(rights).isNotEmpty());
  }

  private static Map<String, TreeSet<String>> told() throws IOException {
    return ROLE.matcher(Files.readString(PAGE))
        .results()
        .collect(
            Collectors.toMap(
                role -> role.group(1),
                role ->
                    ROW.matcher(role.group(2))
                        .results()
                        .flatMap(RightsPageTest::rights)
                        .collect(Collectors.toCollection(TreeSet::new)),
                (one, _) -> one,
                TreeMap::new));
  }

  /** Of several resources each has the verbs; one name stands after {@code named}. */
  private static Stream<String> rights(MatchResult row) {
    String group = row.group(1).equals("core") ? "" : row.group(1).replace("`", "");
    List<String> parts = List.of(row.group(2).split(" named ", -1));
    String only = parts.size() > 1 ? parts.getLast().replace("`", "") : "";
    return NAME.matcher(parts.getFirst())
        .results()
        .map(found -> found.group(1))
        .flatMap(
            resource ->
                Stream.of(row.group(3).split(", ", -1))
                    .map(verb -> right(group, resource, only, verb.strip())));
  }

  private static String right(String group, String resource, String only, String verb) {
    return String.join(" ", verb, group + "/" + resource, only).strip();
  }

  private static Map<String, TreeSet<String>> granted() throws IOException {
    Map<String, TreeSet<String>> granted = new TreeMap<>();
    try (Stream<Path> files = Files.list(BASE)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".yaml")).toList()) {
        try (MappingIterator<JsonNode> objects =
            YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
          while (objects.hasNext()) {
            JsonNode object = objects.next();
            if (object.path("kind").asText().equals("Role")) {
              granted.put(object.path("metadata").path("name").asText(), rules(object));
            }
          }
        }
      }
    }
    return granted;
  }

  private static TreeSet<String> rules(JsonNode role) {
    TreeSet<String> rights = new TreeSet<>();
    for (JsonNode rule : role.path("rules")) {
      List<String> names = texts(rule.path("resourceNames"));
      for (String group : texts(rule.path("apiGroups"))) {
        for (String resource : texts(rule.path("resources"))) {
          for (String verb : texts(rule.path("verbs"))) {
            rights.add(right(group, resource, String.join(" ", names), verb));
          }
        }
      }
    }
    return rights;
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}

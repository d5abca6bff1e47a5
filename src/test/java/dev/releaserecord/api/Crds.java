package dev.releaserecord.api;

import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The CRDs as files: name of the file to its text, from the Java types as they are compiled. */
final class Crds {

  private static final String HEADER =
      """
      # Generated from the Java types in src/main/java/dev/releaserecord/api. Change those, then run
      # ./mvnw test -Dtest=CrdFreshnessTest -Dcrds.write=true
      """;

  private Crds() {}

  static SortedMap<String, String> generate() {
    Memory memory = new Memory();
    new CRDGenerator()
        .customResourceClasses(ReleaseRecord.class, ReleaseApproval.class)
        .withMinQuotes(true)
        .withPostProcessor(new CrdRefinement())
        .withOutput(memory)
        .generate();
    SortedMap<String, String> files = new TreeMap<>();
    memory.streams.forEach(
        (crd, bytes) ->
            files.put(
                crd.substring(0, crd.indexOf('.')) + ".yaml",
                tidy(bytes.toString(StandardCharsets.UTF_8))));
    return files;
  }

  /**
   * The client's model holds every bound as a double where people and `kubectl diff` expect
   * integers, and to many readers of YAML a bare instant is a date and a bare True no string.
   */
  private static String tidy(String yaml) {
    return HEADER
        + yaml.replaceFirst("\\A#[^\n]*\n", "")
            .replaceAll("(?m)^( *(?:minimum|maximum): -?[0-9]+)\\.0$", "$1")
            .replaceAll("(?m)^( *- )(True|False)$", "$1\"$2\"")
            .replaceAll("(?m): ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+Z)$", ": \"$1\"");
  }

  private static final class Memory extends CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream> {
    private final Map<String, ByteArrayOutputStream> streams = new HashMap<>();

    @Override
    protected ByteArrayOutputStream createStreamFor(String crd) {
      return streams.computeIfAbsent(crd, name -> new ByteArrayOutputStream());
    }

    @Override
    public void close() {
      try {
        super.close();
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }
}

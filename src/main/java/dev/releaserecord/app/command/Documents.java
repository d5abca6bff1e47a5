package dev.releaserecord.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The objects of a file of manifests, as they were written. */
public final class Documents {

  /** In place of a path. */
  public static final String STDIN = "-";

  private static final int LONGEST = 64 * 1024 * 1024;

  private Documents() {}

  /** How a file is called in what people read. */
  public static String name(String file) {
    return file.equals(STDIN) ? "standard input" : file;
  }

  /**
   * Several documents, in YAML or JSON; lists are taken apart.
   *
   * @param file a path, or {@link #STDIN}
   * @throws UsageException if it cannot be read
   */
  public static List<Map<?, ?>> read(String file, InputStream stdin) {
    String name = name(file);
    try {
      byte[] bytes = file.equals(STDIN) ? stdin.readAllBytes() : Files.readAllBytes(Path.of(file));
      LoadSettings settings =
          LoadSettings.builder().setLabel(name).setCodePointLimit(LONGEST).build();
      List<Map<?, ?>> objects = new ArrayList<>();
      new Load(settings)
          .loadAllFromString(new String(bytes, StandardCharsets.UTF_8))
          .forEach(document -> gather(document, objects));
      return objects;
    } catch (IOException e) {
      throw new UsageException(
          "-f: %s cannot be read: name a readable file, or - for standard input.".formatted(name));
    } catch (YamlEngineException e) {
      throw new UsageException(
          "-f: %s is neither YAML nor JSON: %s"
              .formatted(name, String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ")));
    }
  }

  private static void gather(Object document, List<Map<?, ?>> objects) {
    if (document instanceof Map<?, ?> map) {
      if (map.get("items") instanceof List<?> items) {
        items.forEach(item -> gather(item, objects));
      } else {
        objects.add(map);
      }
    }
  }
}

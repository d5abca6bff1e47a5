package dev.releaserecord.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Files that are checked in although they are generated. */
public record GeneratedFiles(Path folder, String writeProperty) {

  /** Fails on any byte that differs; writes first where the property asks for it. */
  public void hold(Map<String, String> generated) throws IOException {
    for (Map.Entry<String, String> entry : generated.entrySet()) {
      Path file = folder.resolve(entry.getKey());
      if (Boolean.getBoolean(writeProperty)) {
        Files.createDirectories(folder);
        Files.writeString(file, entry.getValue());
      }
      assertThat(file)
          .as("stale: run `./mvnw test -Dtest=*FreshnessTest -D%s=true`", writeProperty)
          .isRegularFile();
      assertThat(Files.readString(file)).isEqualTo(entry.getValue());
    }
  }
}

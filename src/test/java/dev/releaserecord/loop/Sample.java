package dev.releaserecord.loop;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of helm-free-manifests/samples, applied to the namespace of a test. */
record Sample(Scene scene, String folder) {

  /** A file of it as it stands there. */
  String text(String file) {
    try {
      return Files.readString(Path.of("helm-free-manifests/samples", folder, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void apply(String file) {
    applyText(text(file));
  }

  /** The same, after somebody edited it. */
  void applyText(String text) {
    for (HasMetadata item : scene.load(text)) {
      if (!(item instanceof Namespace)) {
        item.getMetadata().setNamespace(null);
        scene.apply(scene.client().getKubernetesSerialization().asYaml(item));
      }
    }
  }
}

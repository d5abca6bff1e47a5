package dev.releaserecord.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Our definitions in a cluster, as they stand in the tree. */
final class CustomResources {

  private static final long ESTABLISHED_SECONDS = 60;

  private CustomResources() {}

  /** Applies all of the folder and waits until the API server serves them. */
  static void apply(KubernetesClient client, Path folder) {
    List<HasMetadata> definitions = new ArrayList<>();
    for (Path file : files(folder)) {
      try (InputStream yaml = Files.newInputStream(file)) {
        definitions.addAll(client.load(yaml).items());
      } catch (IOException e) {
        throw new UncheckedIOException(file.toString(), e);
      }
    }
    definitions.forEach(
        item ->
            client
                .resource(item)
                .fieldManager("release-operator-tests")
                .forceConflicts()
                .serverSideApply());
    definitions.forEach(
        item ->
            client
                .resource(item)
                .waitUntilCondition(
                    CustomResources::established, ESTABLISHED_SECONDS, TimeUnit.SECONDS));
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("no folder of custom resource definitions: " + folder, e);
    }
  }

  private static boolean established(HasMetadata item) {
    return item instanceof CustomResourceDefinition definition
        && definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Established") && it.getStatus().equals("True"));
  }
}

package dev.releaserecord.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** K3s in a container, reduced to what a cluster needs of it. */
interface K3sServer {

  void start();

  String kubeconfig();

  void stop();

  /** Starts it and writes its kubeconfig, readable by its owner alone, into the folder. */
  static RunningCluster cluster(K3sServer server, Path folder) {
    server.start();
    try {
      Files.createDirectories(folder);
      Path file =
          Files.createTempFile(
              folder,
              "k3s-",
              ".kubeconfig",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, server.kubeconfig());
      return new KubeconfigCluster(Flavour.K3S, file, Optional.of(() -> end(server, file)));
    } catch (IOException | RuntimeException e) {
      server.stop();
      throw new IllegalStateException("K3s started, but its kubeconfig cannot be kept", e);
    }
  }

  private static void end(K3sServer server, Path file) {
    try {
      server.stop();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The container of an image of {@code rancher/k3s}, or of a mirror of it. */
  static K3sServer ofImage(String image) {
    return new Container(DockerImageName.parse(image).asCompatibleSubstituteFor("rancher/k3s"));
  }

  /** The container itself is made at the start only: making one already asks for Docker. */
  final class Container implements K3sServer {
    private final DockerImageName image;
    private @Nullable K3sContainer container;

    private Container(DockerImageName image) {
      image.assertCompatibleWith(DockerImageName.parse("rancher/k3s"));
      this.image = image;
    }

    @Override
    public void start() {
      K3sContainer made = new K3sContainer(image);
      container = made;
      made.start();
    }

    @Override
    public String kubeconfig() {
      return Objects.requireNonNull(container, "not started").getKubeConfigYaml();
    }

    @Override
    public void stop() {
      if (container != null) {
        container.stop();
      }
    }
  }
}

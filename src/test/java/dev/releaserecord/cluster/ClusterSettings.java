package dev.releaserecord.cluster;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param flavour {@code -Dcluster}, else {@code RELEASE_OPERATOR_CLUSTER}
 * @param kubeconfig {@code -Dcluster.kubeconfig}: a cluster that is there already
 * @param state {@code -Dcluster.state}: a state folder of {@code dev/cluster}; what runs there is
 *     used and left up
 * @param program {@code -Dcluster.program}: the program that starts clusters
 * @param crds {@code -Dcluster.crds}: the folder of the custom resource definitions
 * @param k3sImage {@code -Dcluster.k3s.image}
 * @param kubernetes {@code -Dkubernetes.version}: the version that has to run, with or without its
 *     patch; {@code dev/cluster} starts it where it is the one that starts
 */
record ClusterSettings(
    Optional<Flavour> flavour,
    Optional<Path> kubeconfig,
    Optional<Path> state,
    Path program,
    Path crds,
    String k3sImage,
    Optional<String> kubernetes) {

  static ClusterSettings ofThisRun() {
    return read(System::getProperty, System::getenv);
  }

  static ClusterSettings read(
      UnaryOperator<@Nullable String> property, UnaryOperator<@Nullable String> variable) {
    return new ClusterSettings(
        given(property.apply("cluster"))
            .or(() -> given(variable.apply("RELEASE_OPERATOR_CLUSTER")))
            .map(Flavour::of),
        given(property.apply("cluster.kubeconfig")).map(Path::of),
        given(property.apply("cluster.state")).map(Path::of),
        Path.of(given(property.apply("cluster.program")).orElse("dev/cluster")),
        Path.of(given(property.apply("cluster.crds")).orElse("crds")),
        given(property.apply("cluster.k3s.image")).orElse("rancher/k3s:v1.34.4-k3s1"),
        given(property.apply("kubernetes.version")));
  }

  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).filter(word -> !word.isBlank());
  }
}

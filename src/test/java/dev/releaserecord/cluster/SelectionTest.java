package dev.releaserecord.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SelectionTest {

  private static final Machine LAPTOP =
      new Machine(true, Optional.of("the flavour node needs root"));
  private static final Machine SERVER = new Machine(false, Optional.empty());
  private static final Machine BARE = new Machine(false, Optional.of("runc is not on the PATH"));

  private record Machine(boolean docker, Optional<String> obstacleToNode)
      implements Selection.Machine {}

  @Test
  void byDefaultTheMachineDecides() {
    assertThat(select(SERVER)).isEqualTo(new Selection(Flavour.PROCESSES, node(), ""));
    assertThat(select(BARE))
        .isEqualTo(new Selection(Flavour.PROCESSES, Optional.empty(), "runc is not on the PATH"));
    assertThat(select(LAPTOP))
        .isEqualTo(new Selection(Flavour.K3S, Optional.empty(), "the flavour node needs root"));
    assertThat(select(new Machine(true, Optional.empty())))
        .isEqualTo(new Selection(Flavour.K3S, node(), ""));
  }

  @Test
  void whatIsAskedForRunsEverythingThatItCan() {
    assertThat(select(BARE, "cluster", "node")).isEqualTo(new Selection(Flavour.NODE, node(), ""));
    Selection processes = select(SERVER, "cluster", "processes");
    assertThat(processes.general()).isEqualTo(Flavour.PROCESSES);
    assertThat(processes.nodes()).isEmpty();
    assertThat(processes.withoutNodes()).contains("-Dcluster=node");
    assertThat(select(SERVER, "cluster", "k3s").general()).isEqualTo(Flavour.K3S);
  }

  @Test
  void aKubeconfigIsEnoughToSayWhere() {
    Selection selection = select(SERVER, "cluster.kubeconfig", "/a/file");
    assertThat(selection.general()).isEqualTo(Flavour.KUBECONFIG);
    assertThat(selection.nodes()).isEmpty();
  }

  @Test
  void theFlavourKubeconfigNeedsOne() {
    assertThatThrownBy(() -> select(SERVER, "cluster", "kubeconfig"))
        .hasMessageContaining("-Dcluster.kubeconfig=FILE");
  }

  @Test
  void whatRunsInTheGivenFolderIsUsed() {
    ClusterSettings settings = settings(Map.of("cluster.state", "/a/folder"), Map.of());
    assertThat(Selection.of(settings, Optional.of(Flavour.NODE), BARE))
        .isEqualTo(new Selection(Flavour.NODE, node(), ""));
    assertThat(Selection.of(settings, Optional.empty(), SERVER).general())
        .isEqualTo(Flavour.PROCESSES);
  }

  @Test
  void anUnknownFlavourIsRefusedWithTheChoices() {
    assertThatThrownBy(() -> select(SERVER, "cluster", "minikube"))
        .hasMessageContaining("minikube")
        .hasMessageContaining("processes, node, k3s, kubeconfig");
  }

  @Test
  void settingsComeFromPropertiesThenVariablesThenDefaults() {
    Map<String, String> variable = Map.of("RELEASE_OPERATOR_CLUSTER", "node");
    assertThat(settings(Map.of(), variable).flavour()).contains(Flavour.NODE);
    assertThat(settings(Map.of("cluster", " "), variable).flavour()).contains(Flavour.NODE);
    assertThat(settings(Map.of("cluster", "k3s"), variable).flavour()).contains(Flavour.K3S);

    ClusterSettings defaults = settings(Map.of(), Map.of());
    assertThat(defaults.flavour()).isEmpty();
    assertThat(defaults.state()).isEmpty();
    assertThat(defaults.program()).hasToString("dev/cluster");
    assertThat(defaults.crds()).hasToString("crds");
    assertThat(defaults.k3sImage()).startsWith("rancher/k3s:v1.");
  }

  private static Optional<Flavour> node() {
    return Optional.of(Flavour.NODE);
  }

  private static Selection select(Machine machine, String... property) {
    Map<String, String> properties = new HashMap<>();
    if (property.length == 2) {
      properties.put(property[0], property[1]);
    }
    return Selection.of(settings(properties, Map.of()), Optional.empty(), machine);
  }

  private static ClusterSettings settings(
      Map<String, String> properties, Map<String, String> variables) {
    return ClusterSettings.read(properties::get, variables::get);
  }
}

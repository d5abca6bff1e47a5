package dev.releaserecord.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.releaserecord.cluster.Selection.Nowhere;
import dev.releaserecord.cluster.Selection.On;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SelectionTest {

  private static final Machine LAPTOP =
      new Machine(
          true, Optional.of("the flavour node needs root"), Optional.of("go is not on the PATH"));
  private static final Machine SERVER = new Machine(false, Optional.empty(), Optional.empty());
  private static final Machine BARE =
      new Machine(false, Optional.of("runc is not on the PATH"), Optional.empty());
  private static final On NODE = new On(Flavour.NODE);
  private static final On PROCESSES = new On(Flavour.PROCESSES);

  private record Machine(
      boolean docker, Optional<String> obstacleToNode, Optional<String> obstacleToProcesses)
      implements Selection.Machine {}

  private static final class Plain {}

  @NeedsNode
  private static class Real {}

  private static final class Inherited extends Real {}

  @NeedsKwok
  private static final class Played {}

  @NeedsNode
  @NeedsKwok
  private static final class Torn {}

  @Test
  void byDefaultTheMachineDecides() {
    assertThat(select(SERVER)).isEqualTo(new Selection(Flavour.PROCESSES, NODE, PROCESSES));
    assertThat(select(BARE))
        .isEqualTo(
            new Selection(
                Flavour.PROCESSES,
                new Nowhere(Flavour.NODE, "runc is not on the PATH"),
                PROCESSES));
    assertThat(select(LAPTOP))
        .isEqualTo(
            new Selection(
                Flavour.K3S,
                new Nowhere(Flavour.NODE, "the flavour node needs root"),
                new Nowhere(Flavour.PROCESSES, "go is not on the PATH")));
    assertThat(select(new Machine(true, Optional.empty(), Optional.empty())))
        .isEqualTo(new Selection(Flavour.K3S, NODE, PROCESSES));
  }

  @Test
  void whatIsAskedForRunsEverythingThatItCan() {
    assertThat(select(BARE, "cluster", "node"))
        .isEqualTo(new Selection(Flavour.NODE, NODE, PROCESSES));
    Selection processes = select(SERVER, "cluster", "processes");
    assertThat(processes.general()).isEqualTo(Flavour.PROCESSES);
    assertThat(processes.nodes())
        .isInstanceOfSatisfying(
            Nowhere.class, nowhere -> assertThat(nowhere.why()).contains("-Dcluster=node"));
    assertThat(select(SERVER, "cluster", "k3s").general()).isEqualTo(Flavour.K3S);
  }

  @Test
  void kwokStandsBesideWhateverIsAskedFor() {
    assertThat(select(SERVER, "cluster", "k3s").kwok()).isEqualTo(PROCESSES);
    assertThat(select(SERVER, "cluster.kubeconfig", "/a/file").kwok()).isEqualTo(PROCESSES);
    assertThat(select(LAPTOP, "cluster", "node").kwok())
        .isEqualTo(new Nowhere(Flavour.PROCESSES, "go is not on the PATH"));
    // What was asked for is tried, and its failure seen.
    assertThat(select(LAPTOP, "cluster", "processes").kwok()).isEqualTo(PROCESSES);
  }

  @Test
  void aClassRunsWhereItsAnnotationSays() {
    Selection selection = select(SERVER, "cluster", "k3s");
    assertThat(selection.placeOf(Plain.class)).isEqualTo(new On(Flavour.K3S));
    assertThat(selection.placeOf(Real.class)).isEqualTo(selection.nodes());
    assertThat(selection.placeOf(Inherited.class)).isEqualTo(selection.nodes());
    assertThat(selection.placeOf(Played.class)).isEqualTo(PROCESSES);
    assertThatThrownBy(() -> selection.placeOf(Torn.class)).hasMessageContaining("Torn");
  }

  @Test
  void aKubeconfigIsEnoughToSayWhere() {
    Selection selection = select(SERVER, "cluster.kubeconfig", "/a/file");
    assertThat(selection.general()).isEqualTo(Flavour.KUBECONFIG);
    assertThat(selection.nodes()).isInstanceOf(Nowhere.class);
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
        .isEqualTo(new Selection(Flavour.NODE, NODE, PROCESSES));
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
    assertThat(defaults.kubernetes()).isEmpty();
    assertThat(settings(Map.of("kubernetes.version", "1.35"), Map.of()).kubernetes())
        .contains("1.35");
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

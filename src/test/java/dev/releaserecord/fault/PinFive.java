package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.loop.Manifests;
import java.util.List;

/** A record of five services is made; their Deployments run on tags until then. */
final class PinFive implements Scenario {

  private static final String RECORD = "core";
  private static final int REPLICAS = 1;
  private static final int OCCURRENCES = 2;
  private static final List<String> SERVICES = List.of("s1", "s2", "s3", "s4", "s5");

  @Override
  public String name() {
    return "pin-5";
  }

  @Override
  public int occurrences() {
    return OCCURRENCES;
  }

  @Override
  public void prepare(Stage stage) {
    for (String name : SERVICES) {
      String image = Manifests.PREFIX + "/" + name + ":1";
      stage.apply(Manifests.deployment(name, REPLICAS, Manifests.containers(name, image)));
    }
    stage.awaitAvailable(SERVICES, REPLICAS);
  }

  @Override
  public void act(Stage stage) {
    StringBuilder services = new StringBuilder("services:\n");
    for (String name : SERVICES) {
      services.append("- {name: %s, digest: \"%s\"}\n".formatted(name, Manifests.digest("one")));
    }
    stage.apply(Manifests.record(RECORD, services.toString()));
  }

  @Override
  public void assertReached(Stage stage) {
    stage.assertReady(RECORD);
    for (String name : SERVICES) {
      assertThat(stage.image(name)).isEqualTo(Manifests.image(name, "one"));
    }
  }
}

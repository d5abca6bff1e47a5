package dev.releaserecord.kube.cache.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.releaserecord.rollout.Notice;
import dev.releaserecord.rollout.Pod;
import dev.releaserecord.rollout.Revision;
import dev.releaserecord.rollout.Surroundings;
import dev.releaserecord.rollout.Workload;
import dev.releaserecord.rollout.diagnosis.Diagnosis;
import dev.releaserecord.rollout.diagnosis.Diagnostician;
import dev.releaserecord.rollout.diagnosis.Facts;
import dev.releaserecord.rollout.diagnosis.Fault;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Recordings of a real kubelet and real controllers, and what has to be said of each. */
class ObservedTest {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

  /** A few minutes after the recordings were made. */
  private static final Instant AT = Instant.parse("2026-11-21T11:15:00Z");

  static Stream<Arguments> recordings() throws IOException {
    try (InputStream expected = open("expected.yaml")) {
      return YAML.readTree(expected).properties().stream()
          .map(Map.Entry::copyOf)
          .map(entry -> Arguments.of(entry.getKey(), entry.getValue()))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recordings")
  void isDiagnosed(String name, JsonNode expected) throws IOException {
    Recording recording = Recording.read(name);

    for (boolean events : List.of(true, false)) {
      if (!events && onlyEventsTell(name)) {
        continue;
      }
      Diagnosis diagnosis = Diagnostician.diagnose(recording.facts(events));
      Fault root = diagnosis.root().orElseThrow(() -> new AssertionError("nothing was found"));
      assertThat(root.cause().name()).isEqualTo(expected.path("cause").asText());
      assertThat(root.place().container()).isEqualTo(expected.path("container").asText(""));
      assertThat(root.next()).isNotEmpty();
      for (String detail : List.of("token", "object", "key", "exitCode")) {
        assertThat(root.seen()).contains(expected.path(detail).asText(""));
      }
    }
    assertThat(recording.pods.stream().filter(Pod::ready).count())
        .isEqualTo(expected.path("ready").asInt(0));
    if (expected.path("old").asBoolean()) {
      String newest = Diagnostician.newestRevision(recording.facts(true));
      assertThat(recording.pods.stream().filter(Pod::ready))
          .noneMatch(it -> newest.equals(it.revision()));
    }
  }

  /** Which probe it was that killed a container stands nowhere else. */
  private static boolean onlyEventsTell(String name) {
    return name.equals("liveness-killing");
  }

  private static InputStream open(String file) {
    return Objects.requireNonNull(
        ObservedTest.class.getResourceAsStream("/observed/" + file), file);
  }

  private static final class Recording {

    private final List<Workload> workloads = new ArrayList<>();
    private final List<Revision> revisions = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();

    static Recording read(String name) throws IOException {
      Recording recording = new Recording();
      try (InputStream json = open(name + ".json")) {
        KUBERNETES.unmarshal(json, KubernetesList.class).getItems().forEach(recording::add);
      }
      return recording;
    }

    private void add(HasMetadata object) {
      switch (object) {
        case Deployment it -> keep(workloads, WorkloadProjections.of(it));
        case StatefulSet it -> keep(workloads, WorkloadProjections.of(it));
        case DaemonSet it -> keep(workloads, WorkloadProjections.of(it));
        case ReplicaSet it -> keep(revisions, RevisionProjections.of(it));
        case io.fabric8.kubernetes.api.model.Pod it -> keep(pods, PodProjections.of(it));
        case io.fabric8.kubernetes.api.model.Event it -> keep(notices, NoticeProjections.of(it));
        default -> throw new IllegalArgumentException(object.getKind());
      }
    }

    private static <P> void keep(List<P> kept, Optional<P> projection) {
      projection.ifPresent(kept::add);
    }

    Facts facts(boolean events) {
      Surroundings around =
          new Surroundings(
              revisions,
              events ? notices : List.of(),
              Surroundings.Nodes.UNREADABLE,
              List.of(),
              List.of());
      return new Facts(workloads.getFirst(), pods, List.of(), around, AT);
    }
  }
}

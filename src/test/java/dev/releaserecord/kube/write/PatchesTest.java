package dev.releaserecord.kube.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.releaserecord.plan.action.Action;
import dev.releaserecord.rollout.Kind;
import dev.releaserecord.rollout.WorkloadKey;
import org.junit.jupiter.api.Test;

/** Every patch tests what the decision was based on, and touches nothing else. */
class PatchesTest {

  private static final WorkloadKey USERS = new WorkloadKey(Kind.Deployment, "users");
  private static final String LABEL = "/metadata/labels/releaserecord.dev~1restore-replicas";

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void aDrainTestsTheVeryStateAndKeepsTheNumberInTheSamePatch() throws Exception {
    assertThat(json(ScalePatch.of(new Action.Drain(USERS, "uid-1", "77", 3, true))))
        .isEqualTo(
            json(
                """
                [{"op": "test", "path": "/metadata/uid", "value": "uid-1"},
                 {"op": "test", "path": "/metadata/resourceVersion", "value": "77"},
                 {"op": "test", "path": "/spec/replicas", "value": 3},
                 {"op": "replace", "path": "/spec/replicas", "value": 0},
                 {"op": "test", "path": "%s", "value": null},
                 {"op": "add", "path": "%s", "value": "3"}]
                """
                    .formatted(LABEL, LABEL)));
  }

  @Test
  void whereThereIsNoLabelAtAllTheyAreAdded() throws Exception {
    JsonNode patch = json(ScalePatch.of(new Action.Drain(USERS, "uid-1", "77", 3, false)));

    assertThat(patch).hasSize(6);
    assertThat(patch.get(4))
        .isEqualTo(json("{\"op\": \"test\", \"path\": \"/metadata/labels\", \"value\": null}"));
    assertThat(patch.get(5))
        .isEqualTo(
            json(
                """
                {"op": "add", "path": "/metadata/labels",
                 "value": {"releaserecord.dev/restore-replicas": "3"}}
                """));
  }

  @Test
  void aRestoreTakesTheLabelOffInTheSamePatch() throws Exception {
    assertThat(json(ScalePatch.of(new Action.Restore(USERS, "uid-1", "3", 3))))
        .isEqualTo(
            json(
                """
                [{"op": "test", "path": "/metadata/uid", "value": "uid-1"},
                 {"op": "test", "path": "%s", "value": "3"},
                 {"op": "test", "path": "/spec/replicas", "value": 0},
                 {"op": "replace", "path": "/spec/replicas", "value": 3},
                 {"op": "remove", "path": "%s"}]
                """
                    .formatted(LABEL, LABEL)));
  }

  @Test
  void whatSomebodyScaledKeepsItsReplicas() throws Exception {
    assertThat(json(ScalePatch.of(new Action.LeaveScaled(USERS, "uid-1", "3"))))
        .isEqualTo(
            json(
                """
                [{"op": "test", "path": "/metadata/uid", "value": "uid-1"},
                 {"op": "test", "path": "%s", "value": "3"},
                 {"op": "remove", "path": "%s"}]
                """
                    .formatted(LABEL, LABEL)));
  }
}

package dev.releaserecord.kube.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ProjectionStoreTest {

  private final List<ProjectionStore.Change<String>> changes = new ArrayList<>();

  private final ProjectionStore<ConfigMap, String> store =
      new ProjectionStore<>(
          new ProjectionStore.Shape<>(
              map -> Optional.ofNullable(map.getData().get("value")),
              value -> value.substring(0, 1),
              meta -> new ConfigMapBuilder().withMetadata(meta).build()),
          changes::add);

  @Test
  void keepsTheProjectionAndHandsOutMetadataAlone() {
    store.put("a", map("a", "1", "x1"));

    ConfigMap standIn = Objects.requireNonNull(store.get("a"));
    assertThat(standIn.getMetadata().getResourceVersion()).isEqualTo("1");
    assertThat(standIn.getMetadata().getAnnotations()).isNotNull();
    assertThat(standIn.getData()).isEmpty();
    assertThat(store.group("x")).containsExactly("x1");
  }

  @Test
  void tellsWhatChangedAndNothingElse() {
    store.put("a", map("a", "1", "x1"));
    store.put("a", map("a", "2", "x1"));
    store.put("a", map("a", "3", "x3"));
    store.remove("a");

    assertThat(changes)
        .containsExactly(
            new ProjectionStore.Change<>(null, "x1"),
            new ProjectionStore.Change<>("x1", "x3"),
            new ProjectionStore.Change<>("x3", null));
    assertThat(store.group("x")).isEmpty();
  }

  @Test
  void anObjectThatConcernsNobodyStillHasAKey() {
    store.put("a", map("a", "1", null));

    assertThat(store.keySet()).containsExactly("a");
    assertThat(store.find("a")).isEmpty();
    assertThat(store.all()).isEmpty();
    assertThat(changes).isEmpty();
  }

  @Test
  void aProjectionIsFoundByTheNameOfItsObject() {
    store.put("a", map("a", "1", "x1"));
    store.put("b", map("b", "2", "y2"));

    assertThat(store.find("a")).contains("x1");
    assertThat(store.find("c")).isEmpty();
    assertThat(store.all()).containsExactlyInAnyOrder("x1", "y2");
  }

  @Test
  void whatTellsNothingNewIsKeptAndNotTold() {
    ProjectionStore<ConfigMap, String> quiet =
        new ProjectionStore<>(
            new ProjectionStore.Shape<>(
                map -> Optional.ofNullable(map.getData().get("value")),
                value -> value.substring(0, 1),
                meta -> new ConfigMapBuilder().withMetadata(meta).build(),
                (before, after) -> before.charAt(0) == after.charAt(0)),
            changes::add);
    quiet.put("a", map("a", "1", "x1"));
    changes.clear();

    quiet.put("a", map("a", "2", "x2"));
    assertThat(quiet.group("x")).containsExactly("x2");
    assertThat(changes).isEmpty();

    quiet.put("a", map("a", "3", "y3"));
    quiet.remove("a");
    assertThat(changes)
        .containsExactly(
            new ProjectionStore.Change<>("x2", "y3"), new ProjectionStore.Change<>("y3", null));
    assertThat(changes).extracting(ProjectionStore.Change::either).containsExactly("y3", "y3");
  }

  @Test
  void aWriteOfOursStandsUntilTheWatchBringsTheSameOrANewerState() {
    store.put("a", map("a", "8", "x8"));
    store.written("a", "x10", "uid-a", "10");

    store.put("a", map("a", "9", "x9"));
    assertThat(store.group("x")).containsExactly("x10");

    store.put("a", map("a", "10", "x10"));
    store.put("a", map("a", "11", "x11"));
    assertThat(store.group("x")).containsExactly("x11");
  }

  @Test
  void aWriteOfOursThatTheWatchHasOvertakenIsDropped() {
    store.put("a", map("a", "11", "x11"));
    store.written("a", "x10", "uid-a", "10");
    store.written("a", "x12", "another uid", "12");
    store.written("b", "x12", "uid-b", "12");

    assertThat(store.group("x")).containsExactly("x11");
  }

  @Test
  void whatIsReadOfAnObjectThatConcernedNobodyIsKeptUnlessItIsOutOfDate() {
    store.put("a", map("a", "8", null));
    assertThat(store.holds("a")).isTrue();
    assertThat(store.holds("b")).isFalse();

    store.learned("a", "x7", "uid-a", "7");
    store.learned("a", "x9", "another uid", "9");
    store.learned("b", "x9", "uid-b", "9");
    assertThat(store.all()).isEmpty();

    store.learned("a", "x8", "uid-a", "8");
    assertThat(store.find("a")).contains("x8");
    assertThat(store.group("x")).containsExactly("x8");
    assertThat(changes).isEmpty();

    store.put("a", map("a", "9", "x9"));
    assertThat(store.group("x")).containsExactly("x9");
    assertThat(changes).containsExactly(new ProjectionStore.Change<>("x8", "x9"));
  }

  /** A projection left behind in a group was once believed for ever. */
  @Test
  void writesOfOursAndOfTheWatchNeverLeaveAProjectionBehind() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 1; round <= 2_000; round++) {
        String name = "n" + round;
        store.put(name, map(name, "10", name + "a"));
        CountDownLatch start = new CountDownLatch(1);
        Future<?> ours =
            threads.submit(
                () -> {
                  start.await();
                  store.written(name, name + "b", "uid-" + name, "11");
                  return null;
                });
        Future<?> watch =
            threads.submit(
                () -> {
                  start.await();
                  store.put(name, map(name, "12", name + "c"));
                  return null;
                });
        start.countDown();
        ours.get();
        watch.get();
        assertThat(store.group("n")).containsExactly(name + "c");
        store.remove(name);
      }
    }
  }

  private static ConfigMap map(
      String name, String version, @org.jspecify.annotations.Nullable String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withUid("uid-" + name)
        .withResourceVersion(version)
        .endMetadata()
        .withData(value == null ? Map.of() : Map.of("value", value))
        .build();
  }
}

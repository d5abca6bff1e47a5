package dev.releaserecord.fault.recorder;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches the workloads, pods, Jobs, Secrets and records of the whole cluster, with their history,
 * by a connection of its own, so that nothing that befalls an operator's befalls it. A watch skips
 * no revision.
 */
public final class Recorder implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final List<ResourceDefinitionContext> WATCHED =
      List.of(
          resource("apps", "Deployment", "deployments"),
          resource("apps", "StatefulSet", "statefulsets"),
          resource("apps", "DaemonSet", "daemonsets"),
          resource("batch", "CronJob", "cronjobs"),
          resource("batch", "Job", "jobs"),
          resource("apps", "ControllerRevision", "controllerrevisions"),
          resource("", "Pod", "pods"),
          resource("", "Secret", "secrets"),
          resource("releaserecord.dev", "ReleaseApproval", "releaseapprovals"),
          resource("releaserecord.dev", "ReleaseRecord", "releaserecords"));

  private final KubernetesClient client;
  private final Map<String, History> histories = new ConcurrentHashMap<>();
  private final List<Watch> watches = new ArrayList<>();
  private volatile @Nullable Exception failure;

  private Recorder(KubernetesClient client) {
    this.client = client;
  }

  private static ResourceDefinitionContext resource(String group, String kind, String plural) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion("v1")
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }

  /**
   * Begins to watch.
   *
   * @param client not one that leads through a proxy
   */
  public static Recorder start(KubernetesClient client) {
    Recorder recorder = new Recorder(client);
    WATCHED.forEach(recorder::watch);
    return recorder;
  }

  private void watch(ResourceDefinitionContext resource) {
    watches.add(
        client
            .genericKubernetesResources(resource)
            .inAnyNamespace()
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, GenericKubernetesResource object) {
                    if (action != Action.BOOKMARK && action != Action.ERROR) {
                      add(resource.getPlural(), object, action == Action.DELETED);
                    }
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    failure = cause;
                  }
                }));
  }

  private void add(String resource, GenericKubernetesResource object, boolean gone) {
    History history = histories.get(object.getMetadata().getNamespace());
    if (history != null) {
      history.add(Revision.of(resource, slim(object), gone, System.nanoTime()));
    }
  }

  /** managedFields are most of an object and say nothing here. */
  private static JsonNode slim(GenericKubernetesResource object) {
    JsonNode tree = JSON.valueToTree(object);
    ((ObjectNode) tree.path("metadata")).remove("managedFields");
    return tree;
  }

  /** Begins to keep what happens in a namespace that is still empty. */
  public History open(String namespace) {
    return histories.computeIfAbsent(namespace, _ -> new History());
  }

  /** Forgets a namespace. */
  public void forget(String namespace) {
    histories.remove(namespace);
  }

  /** Returns when the watches have brought all that is in the namespace now. */
  public void awaitCaughtUp(String namespace) {
    History history = Objects.requireNonNull(histories.get(namespace));
    List<Revision> live = WATCHED.stream().flatMap(resource -> live(resource, namespace)).toList();
    await("every revision of " + namespace)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> broken() || live.stream().allMatch(history::holds));
  }

  private Stream<Revision> live(ResourceDefinitionContext resource, String namespace) {
    return client
        .genericKubernetesResources(resource)
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .map(it -> Revision.of(resource.getPlural(), slim(it), false, System.nanoTime()));
  }

  private boolean broken() {
    if (failure != null) {
      throw new IllegalStateException("a watch of the recorder broke", failure);
    }
    return false;
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }
}

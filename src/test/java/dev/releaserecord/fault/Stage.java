package dev.releaserecord.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.releaserecord.cluster.NamespaceLease;
import dev.releaserecord.fault.proxy.FaultProxy;
import dev.releaserecord.fault.proxy.Traffic;
import dev.releaserecord.fault.proxy.Write;
import dev.releaserecord.fault.recorder.History;
import dev.releaserecord.fault.recorder.Violation;
import dev.releaserecord.loop.LocalOperator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run: a namespace, the user who works in it, and the operators that govern it, one after the
 * other, each behind a proxy. Every write of the user goes through here, so that the recorder knows
 * it for one.
 */
final class Stage implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Bed bed;
  private final NamespaceLease lease;
  private final History history;
  private final Traffic traffic = new Traffic();
  private final List<FaultProxy> proxies = new ArrayList<>();
  private final List<LocalOperator> operators = new ArrayList<>();
  private volatile @Nullable String lastEdit;
  private volatile @Nullable Integer scaled;

  private Stage(Bed bed, NamespaceLease lease) {
    this.bed = bed;
    this.lease = lease;
    this.history = bed.recorder().open(namespace());
  }

  static Stage open(Bed bed) {
    return new Stage(bed, bed.take());
  }

  String namespace() {
    return lease.namespace().name();
  }

  /** The address of a server that says it is version 1, whatever is released. */
  String oldHand() {
    return bed.oldHand();
  }

  /** The user's client. */
  KubernetesClient client() {
    return bed.client();
  }

  Traffic traffic() {
    return traffic;
  }

  /** Writes manifests, new or changed, as the team's tool would. */
  void apply(String... manifests) {
    for (String manifest : manifests) {
      byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
      for (HasMetadata item : client().load(new ByteArrayInputStream(bytes)).items()) {
        edited(
            client()
                .resource(item)
                .inNamespace(namespace())
                .fieldManager("team")
                .forceConflicts()
                .serverSideApply());
      }
    }
  }

  /** Says that what the write of a workload, pod or record was answered with is the user's will. */
  void edited(HasMetadata answer) {
    String version = answer.getMetadata().getResourceVersion();
    lastEdit = version;
    history.edited(version);
    // What is read of the recorder afterwards must not be older.
    await("the recorder at " + version)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> history.reaches(version));
  }

  /** Scales a Deployment as {@code kubectl scale} does. */
  void scale(String deployment, int replicas) {
    scaled = replicas;
    patch(deployment, PatchType.JSON_MERGE, "{\"spec\":{\"replicas\":%d}}".formatted(replicas));
  }

  /** What the user scaled to at last. */
  int scaledTo(int otherwise) {
    Integer last = scaled;
    return last == null ? otherwise : last;
  }

  /** Sets the image of the container that is named like its Deployment. */
  void setImage(String deployment, String image) {
    JsonNode container = JSON.createObjectNode().put("name", deployment).put("image", image);
    patch(
        deployment,
        PatchType.STRATEGIC_MERGE,
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[%s]}}}}".formatted(container));
  }

  private void patch(String deployment, PatchType type, String patch) {
    edited(
        client()
            .apps()
            .deployments()
            .inNamespace(namespace())
            .withName(deployment)
            .patch(PatchContext.of(type), patch));
  }

  /** Somebody else is at the object of a write at the same moment, and changes nothing of it. */
  void touch(Write write) {
    new Rival(client(), namespace()).touch(write).ifPresent(this::edited);
  }

  /** Starts an operator unless one is alive; returns when its caches are filled. */
  synchronized void startOperator() {
    if (operators.isEmpty() || killed()) {
      startOn(null, Duration.ZERO);
    }
  }

  /** Starts an operator; when all is well, its writes are counted from the beginning. */
  void awaitAdopted(String record) {
    startOperator();
    await(record + " ready in " + namespace())
        .atMost(PATIENCE)
        .pollInterval(POLL)
        .untilAsserted(() -> assertReady(record));
    traffic.countAnew();
  }

  /**
   * Starts an operator whose first lists are of the moment of the user's last write, and whose
   * watches are held for a time: it thinks that nothing has been done yet.
   */
  void startLagging(Duration held) {
    startOn(lastEdit, held);
  }

  /** Opens a door for one more operator, beside those that there are. */
  FaultProxy openDoor() {
    return openDoor(null);
  }

  private synchronized FaultProxy openDoor(@Nullable String snapshot) {
    FaultProxy proxy = FaultProxy.open(bed.upstream(), traffic, proxies.size() + 1, snapshot);
    proxies.add(proxy);
    return proxy;
  }

  private synchronized void startOn(@Nullable String snapshot, Duration held) {
    endOperators();
    FaultProxy proxy = openDoor(snapshot);
    if (held.isPositive()) {
      proxy.holdWatches(held);
    }
    operators.add(LocalOperator.start(proxy.kubeconfig(), namespace(), namespace()));
  }

  /** Returns when the newest operator has been through a record, and has done what it would. */
  void awaitPass() {
    await("a pass in " + namespace()).atMost(PATIENCE).pollInterval(POLL).until(this::passed);
  }

  private synchronized boolean passed() {
    return operators.getLast().metric("releaserecord_services") > 0;
  }

  /** Whether the newest operator was cut off for good. */
  synchronized boolean killed() {
    return proxies.getLast().isClosed();
  }

  /** Cuts the operators off for good: to the cluster they are dead. */
  synchronized void endOperators() {
    proxies.forEach(FaultProxy::close);
    operators.forEach(bed::abandon);
    operators.clear();
  }

  /** All that the recorder has to object to, once it has seen everything. */
  List<Violation> violations() {
    bed.recorder().awaitCaughtUp(namespace());
    return history.account(traffic).violations();
  }

  /** How the objects really stand, whatever an operator has been shown of them. */
  String world() {
    return history.world();
  }

  /** The image of the first container. */
  String image(String deployment) {
    return live("deployments", deployment).at("/spec/template/spec/containers/0/image").asText();
  }

  /** The newest that the recorder has seen of an object; reading it costs no request. */
  JsonNode live(String resource, String name) {
    return history.newest(resource, name);
  }

  /** Objects of a kind that stand and were there before the newest revision of another. */
  List<String> olderThan(String resource, String name, String of) {
    return history.olderThan(resource, name, of);
  }

  /** Names of the objects of a kind that stand. */
  List<String> standing(String resource) {
    return history.standing(resource);
  }

  void awaitAvailable(List<String> deployments, int replicas) {
    await(deployments + " available in " + namespace())
        .atMost(PATIENCE)
        .pollInterval(POLL)
        .until(
            () ->
                deployments.stream()
                    .map(name -> live("deployments", name))
                    .allMatch(it -> it.at("/status/availableReplicas").asInt() == replicas));
  }

  /** That the record is Ready at the generation that it has now. */
  void assertReady(String record) {
    JsonNode live = live("releaserecords", record);
    long generation = live.at("/metadata/generation").asLong();
    assertThat(live.at("/status/conditions"))
        .as(live.path("status").toString())
        .anyMatch(
            it ->
                it.path("type").asText().equals("Ready")
                    && it.path("status").asText().equals("True")
                    && it.path("observedGeneration").asLong() == generation);
  }

  @Override
  public void close() {
    endOperators();
    bed.recorder().forget(namespace());
    bed.giveBack(lease);
  }
}

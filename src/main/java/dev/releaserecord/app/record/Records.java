package dev.releaserecord.app.record;

import dev.releaserecord.api.ReleaseRecord;
import dev.releaserecord.app.command.UsageException;
import dev.releaserecord.kube.ApiFailure;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** One record of a namespace, read and written for somebody. */
public final class Records {

  private static final String MANAGER = "release-operator-cli";

  private final KubernetesClient client;
  private final String namespace;

  public Records(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * The record as it stands now. Throws what the client throws.
   *
   * @throws UsageException if there is none of that name
   */
  public ReleaseRecord get(String name) {
    ReleaseRecord record =
        client.resources(ReleaseRecord.class).inNamespace(namespace).withName(name).get();
    return Optional.ofNullable(record).orElseThrow(() -> unknown(name));
  }

  /** One operation of a JSON patch. */
  static Map<String, Object> op(String op, String path, Object value) {
    return Map.of("op", op, "path", path, "value", value);
  }

  /**
   * Writes, if all that it tests is still so.
   *
   * @return false where it is not
   * @throws UsageException if the API server refuses it for what it says
   */
  boolean patch(ReleaseRecord record, List<Map<String, Object>> operations) {
    try {
      var unused =
          client
              .resource(stub(record))
              .patch(
                  new PatchContext.Builder()
                      .withPatchType(PatchType.JSON)
                      .withFieldManager(MANAGER)
                      .build(),
                  client.getKubernetesSerialization().asJson(operations));
      return true;
    } catch (KubernetesClientException e) {
      return switch (ApiFailure.of(e)) {
        case ApiFailure.Superseded _, ApiFailure.Conflict _ -> false;
        case ApiFailure.Invalid(String message) ->
            throw new UsageException(
                "The API server refuses ReleaseRecord %s: %s".formatted(name(record), message));
        case ApiFailure.NotFound _ -> throw unknown(name(record));
        case ApiFailure.Forbidden _, ApiFailure.AlreadyExists _, ApiFailure.Unavailable _ ->
            throw e;
      };
    }
  }

  private static ReleaseRecord stub(ReleaseRecord record) {
    ReleaseRecord stub = new ReleaseRecord();
    stub.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(record.getMetadata().getNamespace())
            .withName(name(record))
            .build());
    return stub;
  }

  static String name(ReleaseRecord record) {
    return record.getMetadata().getName();
  }

  private UsageException unknown(String name) {
    TreeSet<String> known = new TreeSet<>();
    client
        .resources(ReleaseRecord.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .forEach(it -> known.add(name(it)));
    return new UsageException(
        "There is no ReleaseRecord %s in namespace %s; %s"
            .formatted(
                name,
                namespace,
                known.isEmpty()
                    ? "it has none: name another with --namespace."
                    : "it has " + String.join(", ", known) + "."));
  }
}

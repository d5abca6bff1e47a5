package dev.releaserecord.kube.write;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Preconditions;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Makes and deletes the Jobs of checks. Throws what the client throws. */
public final class JobWriter {

  /** This process may not write now. */
  public static final class NotLeading extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private final KubernetesClient client;
  private final WriteGate gate;

  public JobWriter(KubernetesClient client, WriteGate gate) {
    this.client = client;
    this.gate = gate;
  }

  /** Its name says what it is for: a second one is refused with 409. */
  public Job create(Job job) throws NotLeading {
    if (!gate.open()) {
      throw new NotLeading();
    }
    return client.resource(job).create();
  }

  /**
   * This very Job, which goes once its pods have; one of the same name that came after it is left.
   * A raw request, because the client's own has no preconditions.
   */
  public void delete(Job job) throws NotLeading {
    if (!gate.open()) {
      throw new NotLeading();
    }
    DeleteOptions options =
        new DeleteOptionsBuilder()
            .withPreconditions(new Preconditions(null, job.getMetadata().getUid()))
            .withPropagationPolicy("Foreground")
            .build();
    client.raw(
        "/apis/batch/v1/namespaces/"
            + job.getMetadata().getNamespace()
            + "/jobs/"
            + job.getMetadata().getName(),
        "DELETE",
        options);
  }
}

package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * What a namespace is to run, and how far that has come.
 *
 * <p>A class, because the client asks for one; everything below it is a record.
 */
@ValidationRule(
    value = "size(self.metadata.name) <= 63",
    message = "write a name of at most 63 characters: it is used as the value of a label")
@JsonClassDescription(
    "The digests that the services of a namespace must run. The operator pins them, verifies what"
        + " really runs, and names the cause of anything that is stuck.")
@ShortNames("rr")
@Group(ReleaseRecord.GROUP)
@Version(ReleaseRecord.VERSION)
@Categories("releases")
public final class ReleaseRecord extends CustomResource<ReleaseRecordSpec, ReleaseRecordStatus>
    implements Namespaced {

  public static final String GROUP = "releaserecord.dev";
  public static final String VERSION = "v1";
  private static final long serialVersionUID = 1L;

  @Override
  @JsonDeserialize(as = RecordMeta.class)
  public void setMetadata(ObjectMeta metadata) {
    super.setMetadata(metadata);
  }

  /** A record without a spec has none, in place of one that nobody wrote. */
  @Override
  protected @Nullable ReleaseRecordSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable ReleaseRecordStatus initStatus() {
    return null;
  }
}

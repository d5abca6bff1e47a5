package dev.releaserecord.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * A person's word that one digest set of one record may be pinned.
 *
 * <p>A kind of its own, so that RBAC can separate those who release from those who approve.
 */
@JsonClassDescription(
    "The word of a person that one digest set of one ReleaseRecord may be pinned. A kind of its"
        + " own, so that RBAC can separate those who release from those who approve.")
@ShortNames("rra")
@Group(ReleaseRecord.GROUP)
@Version(ReleaseRecord.VERSION)
@Categories("releases")
public final class ReleaseApproval extends CustomResource<ReleaseApprovalSpec, Void>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  /** A record without a spec has none, in place of one that nobody wrote. */
  @Override
  protected @Nullable ReleaseApprovalSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable Void initStatus() {
    return null;
  }
}

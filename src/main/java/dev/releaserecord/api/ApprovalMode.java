package dev.releaserecord.api;

/** Whether a digest set needs a person before it is pinned. */
public enum ApprovalMode {
  /** What the record declares is pinned without being asked. */
  Automatic,
  /** A set that was never verified waits for a {@link ReleaseApproval} of exactly that set. */
  Required
}

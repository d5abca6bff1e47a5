package dev.releaserecord.plan.gate;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether what a record declares may be pinned, as far as people have a say in it. */
public sealed interface ApprovalState {

  /** Nobody is asked. */
  record NotAsked() implements ApprovalState {}

  /**
   * An approval counts.
   *
   * @param by who gave it
   * @param since only approvals from then on count
   * @param until when it ends; null for never
   */
  record Granted(String by, Instant since, @Nullable Instant until) implements ApprovalState {}

  /**
   * It was verified before: what holds it in place needs nobody's word.
   *
   * @param by who approved it then; null where nobody was asked
   */
  record Standing(@Nullable String by, Instant since) implements ApprovalState {}

  /**
   * None counts.
   *
   * @param message what was found instead, and what to do
   * @param blind why approvals cannot be seen; null where they can
   */
  record Missing(Instant since, String message, Grants.@Nullable Blind blind)
      implements ApprovalState {

    /** Whether a right is missing to see them. */
    public boolean forbidden() {
      return blind != null && blind.forbidden();
    }
  }

  /** Whether it keeps anything from being pinned. */
  default boolean closed() {
    return this instanceof Missing;
  }

  /** Who stands for what is pinned. */
  default @Nullable String by() {
    return switch (this) {
      case Granted granted -> granted.by;
      case Standing standing -> standing.by;
      case NotAsked _, Missing _ -> null;
    };
  }

  /** Only approvals made from then on count; null where nobody is asked. */
  default @Nullable Instant since() {
    return switch (this) {
      case Granted granted -> granted.since;
      case Standing standing -> standing.since;
      case Missing missing -> missing.since;
      case NotAsked _ -> null;
    };
  }

  /** When it changes with nobody doing anything. */
  default Optional<Instant> ends() {
    return this instanceof Granted granted ? Optional.ofNullable(granted.until) : Optional.empty();
  }
}

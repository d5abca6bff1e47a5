package dev.releaserecord.plan;

import dev.releaserecord.rollout.diagnosis.Cause;
import org.jspecify.annotations.Nullable;

/**
 * Where a service stands. Named before anything is done; each variant is one phase of the status.
 */
public sealed interface ServiceState {

  /** What was found and what to do next. */
  String message();

  record AwaitingDigest(String message) implements ServiceState {}

  record AwaitingApproval(String message) implements ServiceState {}

  record Waiting(@Nullable Cause cause, String message) implements ServiceState {}

  record Blocked(@Nullable Cause cause, String message) implements ServiceState {}

  /**
   * @param cause what keeps it from going on just now; null while it moves
   */
  record RollingOut(@Nullable Cause cause, String message) implements ServiceState {}

  record Stuck(Cause cause, String message) implements ServiceState {}

  /**
   * @param asking whether it goes on by itself; else what could not be asked is not tried any more
   */
  record Checking(boolean asking, String message) implements ServiceState {}

  record Verified(String message) implements ServiceState {}

  record Failed(String message) implements ServiceState {}

  record Held(@Nullable Cause cause, String message) implements ServiceState {}

  /**
   * It runs what was verified before, and not what is declared.
   *
   * @param cause that somebody undid it by hand; null where the operator went back
   */
  record RolledBack(@Nullable Cause cause, String message) implements ServiceState {}

  /** The cause, where one is known. */
  default @Nullable Cause cause() {
    return switch (this) {
      case Waiting waiting -> waiting.cause;
      case Blocked blocked -> blocked.cause;
      case Stuck stuck -> stuck.cause;
      case Held held -> held.cause;
      case RolledBack back -> back.cause;
      case RollingOut rolling -> rolling.cause;
      case AwaitingDigest _, AwaitingApproval _, Checking _, Verified _, Failed _ -> null;
    };
  }

  /** The same with more said of it, where something is wrong. */
  default ServiceState also(String more) {
    return switch (this) {
      case Stuck(Cause cause, String message) -> new Stuck(cause, message + more);
      case RollingOut(Cause cause, String message) -> new RollingOut(cause, message + more);
      case Waiting _,
          Blocked _,
          Held _,
          RolledBack _,
          Checking _,
          AwaitingDigest _,
          AwaitingApproval _,
          Verified _,
          Failed _ ->
          this;
    };
  }

  /** The same with a hold said first, where it keeps somebody from mending or building it. */
  default ServiceState under(String hold) {
    return switch (this) {
      case Stuck(Cause cause, String message) -> new Stuck(cause, hold + message);
      case AwaitingDigest(String message) -> new AwaitingDigest(hold + message);
      case RollingOut _,
          Waiting _,
          Blocked _,
          Held _,
          RolledBack _,
          Checking _,
          AwaitingApproval _,
          Verified _,
          Failed _ ->
          this;
    };
  }

  /** Whether it goes on without anybody doing anything. */
  default boolean moves() {
    return switch (this) {
      case RollingOut _ -> true;
      case Checking checking -> checking.asking;
      case Waiting _,
          Blocked _,
          Stuck _,
          Held _,
          RolledBack _,
          AwaitingDigest _,
          AwaitingApproval _,
          Verified _,
          Failed _ ->
          false;
    };
  }
}

package dev.releaserecord.kube;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusCauseBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one place that reads HTTP codes. A message never carries the body of an answer: the API
 * server echoes whole objects in some of them, values included.
 */
public sealed interface ApiFailure {

  /** How the API server says that etcd refuses the object. */
  String TOO_LARGE = "request is too large";

  /** Stands for words that may quote an object. */
  String WITHHELD = "(withheld: it may quote the object)";

  /** One clause for people, with what to do where that is known. */
  String message();

  /** 401, 403: a right is missing. */
  record Forbidden(String message) implements ApiFailure {}

  /** 404: there is no such object. */
  record NotFound(String message) implements ApiFailure {}

  /** 409 of a create: it is there already. */
  record AlreadyExists(String message) implements ApiFailure {}

  /** 409 of a write: it met another one. The same may be tried again. */
  record Conflict(String message) implements ApiFailure {}

  /** 422 without causes: a {@code test} of ours failed, so the decision is out of date. */
  record Superseded(String message) implements ApiFailure {}

  /** 422 with causes, 400, or an object that is too large: no retry mends it. */
  record Invalid(String message) implements ApiFailure {}

  /** 429, 5xx, no answer: another attempt may succeed. */
  record Unavailable(String message) implements ApiFailure {}

  static ApiFailure of(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (!(cause instanceof KubernetesClientException exception) || exception.getCode() <= 0) {
      return new Unavailable("the API server cannot be reached (" + root(cause) + ")");
    }
    return of(exception);
  }

  /**
   * An answer without what it quotes. Whoever makes an exception of it, prints that, or logs at
   * whatever level has nothing else in hand.
   */
  static Status harmless(Status status) {
    Integer code = status.getCode();
    boolean forbidden = code != null && (code == 401 || code == 403);
    String message = text(status, "");
    StatusBuilder harmless = new StatusBuilder(status);
    if (!forbidden) {
      harmless.withMessage(message.contains(TOO_LARGE) ? TOO_LARGE : WITHHELD);
    }
    if (status.getDetails() != null && status.getDetails().getCauses() != null) {
      harmless
          .editDetails()
          .withCauses(status.getDetails().getCauses().stream().map(ApiFailure::harmless).toList())
          .endDetails();
    }
    return harmless.build();
  }

  private static StatusCause harmless(StatusCause cause) {
    return quotesNothing(cause)
        ? cause
        : new StatusCauseBuilder(cause).withMessage(WITHHELD).build();
  }

  private static String root(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName();
  }

  private static ApiFailure of(KubernetesClientException exception) {
    int code = exception.getCode();
    Status status = exception.getStatus();
    String reason = status == null ? null : status.getReason();
    return switch (code) {
      case 401, 403 -> new Forbidden(text(status, "not allowed (" + code + ")"));
      case 404 -> new NotFound("not found");
      case 409 ->
          "AlreadyExists".equals(reason)
              ? new AlreadyExists("exists already")
              : new Conflict("somebody else changed it at the same time");
      case 422 -> refused(status);
      case 400, 413, 415 -> new Invalid("the API server cannot read the request (" + code + ")");
      case 500 ->
          text(status, "").contains(TOO_LARGE)
              ? new Invalid("the object is too large for the API server's store")
              : new Unavailable("the API server failed (500)");
      default -> new Unavailable("the API server answered " + code);
    };
  }

  private static ApiFailure refused(@Nullable Status status) {
    List<StatusCause> causes =
        status == null || status.getDetails() == null
            ? List.of()
            : Objects.requireNonNullElse(status.getDetails().getCauses(), List.of());
    if (causes.isEmpty()) {
      return new Superseded("it was changed meanwhile");
    }
    return new Invalid(causes.stream().map(ApiFailure::text).collect(Collectors.joining("; ")));
  }

  /** The message of a cause with a field may quote that field's value; only ours are harmless. */
  private static boolean quotesNothing(StatusCause cause) {
    String field = Objects.requireNonNullElse(cause.getField(), "");
    return field.isEmpty() || field.endsWith(".image");
  }

  private static String text(StatusCause cause) {
    String field = Objects.requireNonNullElse(cause.getField(), "");
    if (quotesNothing(cause)) {
      String message = Objects.requireNonNullElse(cause.getMessage(), "");
      return cut((field.isEmpty() ? "" : field + ": ") + message);
    }
    return field + ": " + Objects.requireNonNullElse(cause.getReason(), "refused");
  }

  private static String text(@Nullable Status status, String otherwise) {
    return status == null || status.getMessage() == null ? otherwise : cut(status.getMessage());
  }

  private static String cut(String text) {
    int limit = 500;
    return text.length() <= limit ? text : text.substring(0, limit) + "…";
  }
}

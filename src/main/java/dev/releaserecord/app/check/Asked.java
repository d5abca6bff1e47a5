package dev.releaserecord.app.check;

import dev.releaserecord.check.Question;
import org.jspecify.annotations.Nullable;

/**
 * One check of a record in a file.
 *
 * @param record its name
 * @param service that it is a check of; null for the record as a whole
 */
record Asked(String record, @Nullable String service, Question question) {

  String name() {
    return question.spec().name();
  }

  /** Whether the operator would make a Job for it. */
  boolean isJob() {
    return question.spec().job() != null;
  }

  /** Whether it asks every endpoint by its own address. */
  boolean isOfEndpoints() {
    return question.spec().http() != null && question.spec().http().service() != null;
  }
}

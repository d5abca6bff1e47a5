package dev.releaserecord.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what users wrote: a text that one record gets wrong must not stop the reading of all. */
public final class Timestamps {

  private Timestamps() {}

  /** The instant of an RFC 3339 text; empty if there is none or it cannot be read. */
  public static Optional<Instant> read(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }
}

package dev.releaserecord.app.status;

import dev.releaserecord.api.Phase;
import dev.releaserecord.app.record.Standing;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.stream.Stream;

/** What a colour tells. */
enum Tone {
  GOOD("32"),
  /** It goes on by itself, or waits for something that is named. */
  UNDERWAY("33"),
  /** A person has to do something. */
  BAD("31"),
  QUIET("2");

  /** As the schema has it of a record that is new. */
  private static final String NOT_LOOKED_AT = "Pending";

  private static final String ESCAPE = "\u001b[";

  private final String code;

  Tone(String code) {
    this.code = code;
  }

  static Tone of(Phase phase) {
    return switch (phase) {
      case Verified -> GOOD;
      case RollingOut, Checking, Waiting, AwaitingDigest -> UNDERWAY;
      case AwaitingApproval, Blocked, Stuck, Failed, Held, RolledBack -> BAD;
    };
  }

  /** Of a record as a whole: its reason is that of a stall, or the phase of a service. */
  static Tone of(Standing standing) {
    if (standing.isReady()) {
      return GOOD;
    }
    String reason = standing.ready().map(Condition::getReason).orElse(NOT_LOOKED_AT);
    return Stream.of(Phase.values())
        .filter(phase -> phase.name().equals(reason))
        .findFirst()
        .map(Tone::of)
        .orElse(reason.equals(NOT_LOOKED_AT) ? UNDERWAY : BAD);
  }

  /** By the codes of ECMA-48, 8.3.117 (SGR). */
  String paint(String text) {
    return ESCAPE + code + "m" + text + ESCAPE + "0m";
  }
}

package dev.releaserecord.check.registry;

import dev.releaserecord.plan.pull.PullAnswer;
import java.time.Duration;

/**
 * What a registry said.
 *
 * @param leaveAlone how long it asked not to be asked; zero where it did not
 */
record Answer(PullAnswer answer, Duration leaveAlone) {

  static Answer of(PullAnswer answer) {
    return new Answer(answer, Duration.ZERO);
  }

  static Answer unknown(String why) {
    return of(new PullAnswer.Unknown(why));
  }
}

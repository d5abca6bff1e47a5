package dev.releaserecord.fault.recorder;

import java.util.List;

/** Something that must be so at every revision. */
@FunctionalInterface
interface Invariant {
  List<Violation> check(Account account);
}

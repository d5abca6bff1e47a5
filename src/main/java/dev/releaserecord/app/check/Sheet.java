package dev.releaserecord.app.check;

import java.util.List;

/** The checks of one record in a file. */
record Sheet(String record, String namespace, List<Asked> checks) {
  Sheet {
    checks = List.copyOf(checks);
  }
}

package dev.releaserecord.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** The name under which a process stands for election. */
final class Identity {

  private static final int SUFFIX = 8;

  private Identity() {}

  /**
   * The pod's or the machine's name and something random: two processes of one name would both take
   * themselves for the leader.
   */
  static String ofThisProcess() {
    return host() + "_" + UUID.randomUUID().toString().substring(0, SUFFIX);
  }

  private static String host() {
    String pod = System.getenv("HOSTNAME");
    if (pod != null && !pod.isBlank()) {
      return pod;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "release-operator";
    }
  }
}

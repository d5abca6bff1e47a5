package dev.releaserecord.plan.pull;

import java.util.Set;

/** What a registry said. Texts are clauses that go on from its name. */
public sealed interface PullAnswer {

  /**
   * It has the image and hands it out.
   *
   * @param platforms those of an index; empty where it is none, or they could not be read
   */
  record Present(Set<Platform> platforms) implements PullAnswer {

    public Present {
      platforms = Set.copyOf(platforms);
    }
  }

  /** It has no such image (404). */
  record Absent(String found) implements PullAnswer {}

  /** It does not hand it out (401, 403). */
  record Denied(String found, To to) implements PullAnswer {}

  /** Nobody knows: it was not reached, had no time, or said something else. */
  record Unknown(String why) implements PullAnswer {}

  /** To whom. */
  enum To {
    /** No Secret has credentials for it. */
    Anybody,
    /** To the credentials of the Secrets. */
    Secrets,
    /** A Secret cannot be read by a kubelet, which then pulls nothing. */
    Broken
  }
}

package dev.releaserecord.draft;

import dev.releaserecord.image.Digest;
import java.util.List;

/** Which digest a service of a draft has. */
public sealed interface Build {

  /**
   * All that tells a digest tells this one.
   *
   * @param notes where nothing tells any
   */
  record Known(Digest digest, List<String> notes) implements Build {
    public Known {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Nobody but a person can tell.
   *
   * @param why a sentence, with what to do
   * @param candidates may be empty
   */
  record Open(String why, List<Candidate> candidates) implements Build {
    public Open {
      candidates = List.copyOf(candidates);
    }
  }

  /** That of another service of the draft. */
  record SameAs(String service) implements Build {}

  /**
   * One that may be meant.
   *
   * @param who tells it
   */
  record Candidate(Digest digest, String who) {}
}

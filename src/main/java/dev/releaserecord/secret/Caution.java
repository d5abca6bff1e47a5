package dev.releaserecord.secret;

import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.reference.ObjectRef;
import java.util.List;

/** Something that looks wrong and holds nothing back. Names only. */
public sealed interface Caution {

  /** The name of the warning, as the status has it. */
  String reason();

  /** What was found and what to do next. */
  String message();

  /** One line with blanks or a line break at an end. */
  record Blank(ObjectRef object, String key) implements Caution {
    @Override
    public String reason() {
      return "SecretBlank";
    }

    @Override
    public String message() {
      return Wording.key(object, key)
          + " has blanks or a line break at an end, which the program gets as well; write it"
          + " without them: printf '%s' instead of echo";
    }
  }

  /** A value that looks like something that was never filled in. */
  record Placeholder(ObjectRef object, String key) implements Caution {
    @Override
    public String reason() {
      return "SecretPlaceholder";
    }

    @Override
    public String message() {
      return Wording.key(object, key) + " looks like a placeholder; write the real value";
    }
  }

  /** A Secret of the record that no template refers to. */
  record Unreferenced(String secret) implements Caution {
    @Override
    public String reason() {
      return "SecretUnreferenced";
    }

    @Override
    public String message() {
      return "no pod template refers to Secret "
          + secret
          + " or a generation of it; refer to it, or take it out of the record";
    }
  }

  /** Pods pull without the credentials that their template names. */
  record NeedlessPullSecret(WorkloadKey workload, List<String> images, List<String> missing)
      implements Caution {
    public NeedlessPullSecret {
      images = List.copyOf(images);
      missing = List.copyOf(missing);
    }

    @Override
    public String reason() {
      return "PullSecretUnusable";
    }

    @Override
    public String message() {
      return Wording.credentials(workload, images, missing) + " (its pods run all the same)";
    }
  }
}

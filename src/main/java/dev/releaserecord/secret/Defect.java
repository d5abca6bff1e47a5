package dev.releaserecord.secret;

import dev.releaserecord.rollout.WorkloadKey;
import dev.releaserecord.rollout.diagnosis.Cause;
import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.env.Origin;
import dev.releaserecord.secret.fact.Flaw;
import dev.releaserecord.secret.fact.Format;
import dev.releaserecord.secret.fact.UrlPart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that would break new pods, or that the record forbids. Names only. */
public sealed interface Defect {

  Cause cause();

  /** What was found and what to do next. */
  String message();

  /**
   * @param by who needs it
   */
  record MissingObject(ObjectRef object, List<String> by) implements Defect {
    public MissingObject {
      by = List.copyOf(by);
    }

    @Override
    public Cause cause() {
      return object.isSecret() ? Cause.MissingSecret : Cause.MissingConfigMap;
    }

    @Override
    public String message() {
      return object
          + " does not exist, which "
          + Wording.need(by)
          + "; "
          + (GeneratedName.isGenerated(object.name())
              ? "apply it together with the workload, as one kustomize build makes them"
              : "create it, or mend the reference");
    }
  }

  /**
   * @param empty whether they exist and are empty
   * @param by who needs them
   */
  record MissingKeys(ObjectRef object, List<String> keys, boolean empty, List<String> by)
      implements Defect {
    public MissingKeys {
      keys = List.copyOf(keys);
      by = List.copyOf(by);
    }

    @Override
    public Cause cause() {
      return object.isSecret() ? Cause.MissingSecretKey : Cause.MissingConfigMap;
    }

    @Override
    public String message() {
      String named = (keys.size() == 1 ? "key " : "keys ") + String.join(", ", keys);
      return object
          + (empty ? " holds nothing in its " : " has no ")
          + named
          + ", which "
          + Wording.need(by)
          + (empty ? "; fill it in" : "; add what is missing, or mend the reference");
    }
  }

  /** A value that has not the format that the record asks for. */
  record Malformed(ObjectRef object, String key, Format format, Flaw flaw) implements Defect {
    @Override
    public Cause cause() {
      return Cause.SecretMalformed;
    }

    @Override
    public String message() {
      return Wording.key(object, key)
          + " "
          + flaw.text()
          + ", and must be "
          + format.wanted()
          + (flaw == Flaw.BlankEnds
              ? "; write it without them: printf '%s' instead of echo"
              : "; mend it in the Secret, or the rule in the record");
    }
  }

  /**
   * Two values that must agree and do not.
   *
   * @param hint what may be the reason; may be empty
   */
  record Unequal(ObjectRef object, String key, ObjectRef other, String otherKey, String hint)
      implements Defect {
    @Override
    public Cause cause() {
      return Cause.SecretMalformed;
    }

    @Override
    public String message() {
      return Wording.key(object, key)
          + " and "
          + (object.equals(other) ? "its key " + otherKey : Wording.key(other, otherKey))
          + " differ and must be the same"
          + hint
          + "; write the same value into both";
    }
  }

  /**
   * A part of a URL that does not agree with its key.
   *
   * @param absent whether the URL has no such part
   * @param hint what may be the reason; may be empty
   */
  record UrlDiffers(
      ObjectRef object, String key, UrlPart part, String partKey, boolean absent, String hint)
      implements Defect {
    @Override
    public Cause cause() {
      return Cause.SecretMalformed;
    }

    @Override
    public String message() {
      return "the URL in "
          + Wording.key(object, key)
          + (absent
              ? " has no " + part.text() + ", but its key " + partKey + " has"
              : " has another " + part.text() + " than its key " + partKey)
          + hint
          + "; write the same into both";
    }
  }

  /**
   * A container gets a variable from elsewhere.
   *
   * @param found null where it does not get it at all
   */
  record WrongSource(
      Container container, String variable, ObjectRef object, String key, @Nullable Origin found)
      implements Defect {
    @Override
    public Cause cause() {
      return Cause.EnvMismatch;
    }

    @Override
    public String message() {
      String wanted = Wording.key(object, key);
      return container
          + (found == null
              ? " does not get the variable " + variable + ", which must come from " + wanted
              : " gets the variable "
                  + variable
                  + " from elsewhere: it is "
                  + found.text()
                  + ", and must come from "
                  + wanted)
          + "; set it by valueFrom.secretKeyRef, or mend `env` in the record";
    }
  }

  /** No pull secret of a template gives credentials for its images. */
  record NoCredentials(WorkloadKey workload, List<String> images, List<String> missing)
      implements Defect {
    public NoCredentials {
      images = List.copyOf(images);
      missing = List.copyOf(missing);
    }

    @Override
    public Cause cause() {
      return missing.isEmpty() ? Cause.ImagePullUnauthorized : Cause.MissingSecret;
    }

    @Override
    public String message() {
      return Wording.credentials(workload, images, missing);
    }
  }

  /** A pull secret that ends every pull, since no kubelet can read it. */
  record BrokenPullSecret(WorkloadKey workload, String secret) implements Defect {
    @Override
    public Cause cause() {
      return Cause.SecretMalformed;
    }

    @Override
    public String message() {
      return "imagePullSecrets of "
          + workload
          + " names Secret "
          + secret
          + ", which no kubelet can read: with it no image is pulled; write it anew with"
          + " `kubectl create secret docker-registry`";
    }
  }

  /** A container of a workload. */
  record Container(WorkloadKey workload, String name) {
    @Override
    public String toString() {
      return "container " + name + " of " + workload;
    }
  }
}

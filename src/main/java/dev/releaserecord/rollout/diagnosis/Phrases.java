package dev.releaserecord.rollout.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The wordings that only a message tells, each with the component that writes it. Everything else
 * is read from reasons and fields. Compared without regard to case; Kubernetes 1.33 to 1.36,
 * containerd 1.7 to 2.x and CRI-O 1.33 were looked at.
 */
final class Phrases {

  /** A wording and what it means; the first that is found decides. */
  record Phrase(Cause cause, Pattern pattern) {
    static Phrase of(Cause cause, String regex) {
      return new Phrase(cause, Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
    }
  }

  /** What a wording means, with the key and the object that it names; empty where it does not. */
  record Meaning(Cause cause, String key, String object) {}

  /** URLs, quoted names, and images that begin with a host, of which nothing follows. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "https?://[^\\s\"]+(?<!:)|\"[-._:/@a-zA-Z0-9]+\"|docker://[^\\s]+(?<!:)"
              + "|[-\\w]+(\\.[-\\w]+)*(\\.[-\\w]+|:\\d+)/[-./@:\\w]+(?<!:)");

  /**
   * CRI-O tries its mirrors first and tells of them first; the registry itself has the last word.
   */
  private static final Pattern MIRRORS =
      Pattern.compile("\\(Mirrors also failed: .*\\]\\): ", Pattern.DOTALL);

  /**
   * Why an image was not pulled; written by the runtime, passed on by the kubelet. The names of
   * images and addresses are taken out before: one of them may well be called "forbidden".
   */
  private static final List<Phrase> PULL =
      List.of(
          // On the way to the registry, or a registry that is ill: whatever it was asked for.
          // Before
          // the refusals, since a token that cannot be fetched in time refuses nobody.
          Phrase.of(
              Cause.ImagePullFailed,
              "toomanyrequests|too many requests|rate limit|x509:|certificate|no such host|server"
                  + " misbehaving|name resolution|i/o timeout|timeout exceeded|handshake"
                  + " timeout|deadline exceeded|connection (refused|reset|timed out)|no route to"
                  + " host|network is unreachable|unexpected EOF|: EOF|\\b50[0234]\\b|no space left"
                  + " on device|QPS exceeded|HTTP response to HTTPS client"),
          // containerd says of a private repository "does not exist or may require authorization":
          // without credentials nobody can tell, and the right to pull is the likelier.
          Phrase.of(
              Cause.ImagePullUnauthorized,
              "unauthorized|not authorized|authorization failed|authentication required|no basic"
                  + " auth credentials|pull access denied|access to the resource is"
                  + " denied|insufficient_scope|invalid"
                  + " username/password|\\b40[13]\\b|forbidden|token has"
                  + " expired|\\bdenied\\b|failed to fetch (anonymous|oauth) token"),
          // The registry has the repository, but not for this machine.
          Phrase.of(
              Cause.ImageNotFound, "no match for platform|no image found in .*for architecture"),
          // containerd: "NotFound ... not found"; CRI-O: "manifest unknown", "name unknown".
          Phrase.of(
              Cause.ImageNotFound,
              "code = NotFound|: not found|manifest unknown|name unknown|manifest for .* not found"
                  + "|no such image|repository .* not found|does not exist"),
          // CRI-O with a signature policy.
          Phrase.of(Cause.ImagePullUnauthorized, "signature|rejected by policy"));

  /** Why a container's configuration could not be made; written by the kubelet. */
  private static final List<Phrase> CONFIG =
      List.of(
          Phrase.of(
              Cause.MissingSecretKey,
              "couldn't find key (?<key>[-._a-zA-Z0-9]+) in Secret"
                  + " (?:[-.a-z0-9]+/)?(?<object>[-.a-z0-9]+)"),
          Phrase.of(
              Cause.MissingConfigMap,
              "couldn't find key (?<key>[-._a-zA-Z0-9]+) in ConfigMap"
                  + " (?:[-.a-z0-9]+/)?(?<object>[-.a-z0-9]+)"),
          Phrase.of(Cause.MissingSecret, "secrets? \"?(?<object>[-.a-z0-9]+)\"? (?:is )?not found"),
          Phrase.of(
              Cause.MissingConfigMap, "configmaps? \"?(?<object>[-.a-z0-9]+)\"? (?:is )?not found"),
          // A key of a volume's items: "references non-existent secret key: KEY".
          Phrase.of(Cause.MissingSecretKey, "non-existent secret key:? \"?(?<key>[-._a-zA-Z0-9]+)"),
          Phrase.of(
              Cause.MissingConfigMap, "non-existent config key:? \"?(?<key>[-._a-zA-Z0-9]+)"));

  /** What keeps a pod from a node or a volume from a pod; written by scheduler and kubelet. */
  private static final List<Phrase> VOLUME =
      List.of(
          Phrase.of(
              Cause.VolumeNotFound,
              "persistentvolumeclaim \"(?<object>[-.a-z0-9]+)\" (?:is )?not found"),
          Phrase.of(
              Cause.VolumeNotFound,
              "persistentvolumeclaim \"(?<object>[-.a-z0-9]+)\" is being deleted"));

  /**
   * The kubelet has not read what it needs yet; it says so when it was just started, or when the
   * API server is slow, and tries again. The runtime is slow.
   */
  private static final Pattern NOT_YET =
      Pattern.compile(
          "failed to sync (secret|configmap) cache|services have not yet been read|not registered"
              + "|deadline exceeded|failed to reserve (container|sandbox) name",
          Pattern.CASE_INSENSITIVE);

  /** Why no pod was made; written by the API server's admission. */
  private static final List<Phrase> ADMISSION =
      List.of(
          Phrase.of(Cause.QuotaExceeded, "exceeded quota: (?<object>[-.a-z0-9]+)"),
          // A quota that was just made, and is not counted yet.
          Phrase.of(Cause.QuotaExceeded, "status unknown for quota: (?<object>[-.a-z0-9]+)"),
          // A quota on a resource for which the pod says no value.
          Phrase.of(Cause.AdmissionDenied, "failed quota: (?<object>[-.a-z0-9]+)"));

  private Phrases() {}

  /**
   * The cause of a failed pull; ImagePullFailed where the wording tells no more.
   *
   * @param image as the pod names it
   */
  static Cause pull(String message, String image) {
    return told(message, image).orElse(Cause.ImagePullFailed);
  }

  /** The cause of a failed pull, where the wording tells one. */
  static Optional<Cause> told(String message, String image) {
    String last = MIRRORS.matcher(message).replaceAll("");
    String said = ADDRESS.matcher(image.isEmpty() ? last : last.replace(image, "")).replaceAll("");
    return find(PULL, said).map(Meaning::cause);
  }

  /** The object or key that is missing. */
  static Optional<Meaning> config(String message) {
    return find(CONFIG, message);
  }

  /** The claim that does not exist. */
  static Optional<Meaning> volume(String message) {
    return find(VOLUME, message);
  }

  /** Whether the node only asks for a while. */
  static boolean notYet(String message) {
    return NOT_YET.matcher(message).find();
  }

  /** The quota that is used up. */
  static Optional<Meaning> admission(String message) {
    return find(ADMISSION, message);
  }

  private static Optional<Meaning> find(List<Phrase> phrases, String message) {
    for (Phrase phrase : phrases) {
      Matcher matcher = phrase.pattern.matcher(message);
      if (matcher.find()) {
        return Optional.of(
            new Meaning(phrase.cause, group(matcher, "key"), group(matcher, "object")));
      }
    }
    return Optional.empty();
  }

  private static String group(Matcher matcher, String name) {
    String found = matcher.namedGroups().containsKey(name) ? matcher.group(name) : null;
    return found == null ? "" : found;
  }
}

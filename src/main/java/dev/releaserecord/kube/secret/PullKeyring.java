package dev.releaserecord.kube.secret;

import dev.releaserecord.image.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The credentials of several pull secrets, as a kubelet lays them out for one pod. */
public final class PullKeyring {

  private final List<DockerConfig.Entry> entries;
  private final Fingerprints fingerprints;

  /** Those of Docker Hub count only where nothing else matches, as for a kubelet. */
  PullKeyring(List<DockerConfig.Entry> entries, Fingerprints fingerprints) {
    this.entries =
        entries.stream()
            .sorted(
                Comparator.comparing((DockerConfig.Entry entry) -> entry.place.key()).reversed())
            .toList();
    this.fingerprints = fingerprints;
  }

  /** All that a kubelet would try for an image, in its order; empty: it pulls as nobody. */
  public List<Login> forImage(ImageReference image) {
    List<Login> own = logins(entry -> entry.place.matches(image));
    return own.isEmpty() ? logins(entry -> entry.place.isHubOf(image)) : own;
  }

  private List<Login> logins(Predicate<DockerConfig.Entry> which) {
    Map<Object, Login> logins = new LinkedHashMap<>();
    for (DockerConfig.Entry entry : entries) {
      if (which.test(entry)) {
        Login login = login(entry);
        logins.putIfAbsent(login.fingerprint(), login);
      }
    }
    return new ArrayList<>(logins.values());
  }

  private Login login(DockerConfig.Entry entry) {
    byte[] both = (entry.username + '\0' + entry.password).getBytes(StandardCharsets.UTF_8);
    return new Login(entry.username, entry.password, fingerprints.of(both));
  }

  @Override
  public String toString() {
    return "a keyring of " + entries.size();
  }
}

package dev.releaserecord.controller;

import dev.releaserecord.check.registry.Credential;
import dev.releaserecord.check.registry.Keyrings;
import dev.releaserecord.kube.secret.Login;
import dev.releaserecord.kube.secret.PullKeyrings;
import dev.releaserecord.plan.pull.PullAccess;

/** Hands what is read of pull secrets to whoever asks registries. */
public final class PullSecrets implements Keyrings {

  private final PullKeyrings keyrings;

  public PullSecrets(PullKeyrings keyrings) {
    this.keyrings = keyrings;
  }

  @Override
  public Opened open(PullAccess access) {
    return switch (keyrings.open(access)) {
      case PullKeyrings.Opened.Ready(var keyring) ->
          new Opened.Ready(
              image -> keyring.forImage(image).stream().map(PullSecrets::credential).toList());
      case PullKeyrings.Opened.Broken(String secret) ->
          new Opened.Broken(
              "Secret "
                  + secret
                  + " holds nothing that a kubelet could read, which then pulls"
                  + " nothing at all");
      case PullKeyrings.Opened.Unreadable(String why) -> new Opened.Unreadable(why);
    };
  }

  private static Credential credential(Login login) {
    return new Credential(login.username(), login.password(), login.fingerprint());
  }
}

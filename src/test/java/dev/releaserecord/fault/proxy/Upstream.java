package dev.releaserecord.fault.proxy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/** The real API server, with the rights of a kubeconfig: its client certificate is used here. */
public final class Upstream {

  private final URI server;
  private final SSLContext context;

  private Upstream(URI server, SSLContext context) {
    this.server = server;
    this.context = context;
  }

  /** The cluster of that file, as the user that it names. */
  public static Upstream of(Path kubeconfig) {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    try {
      return new Upstream(URI.create(config.getMasterUrl()), SSLUtils.sslContext(config));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot use " + kubeconfig, e);
    }
  }

  String authority() {
    return server.getAuthority();
  }

  Lane connect() throws IOException {
    Socket plain = new Socket(server.getHost(), server.getPort());
    return Lane.over(
        plain,
        context.getSocketFactory().createSocket(plain, server.getHost(), server.getPort(), true));
  }
}

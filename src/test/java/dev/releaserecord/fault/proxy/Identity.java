package dev.releaserecord.fault.proxy;

import dev.releaserecord.tls.SelfSigned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.net.ssl.SSLContext;

/**
 * The proxies' server certificate for 127.0.0.1, made once for all.
 *
 * @param authority the certificate as PEM in base64, as a kubeconfig wants it
 */
record Identity(SSLContext context, String authority) {

  private static final class OfThisRun {
    private static final Identity IDENTITY = make();
  }

  static Identity ofThisRun() {
    return OfThisRun.IDENTITY;
  }

  private static Identity make() {
    try {
      SelfSigned signed = SelfSigned.of("ip:127.0.0.1");
      byte[] pem = signed.pem().getBytes(StandardCharsets.US_ASCII);
      return new Identity(signed.context(), Base64.getEncoder().encodeToString(pem));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no certificate for the proxy", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

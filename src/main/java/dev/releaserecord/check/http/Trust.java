package dev.releaserecord.check.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed. */
public final class Trust {

  private final SSLContext context;
  private final boolean anybody;

  private Trust(TrustManager @Nullable [] managers, boolean anybody)
      throws GeneralSecurityException {
    this.context = SSLContext.getInstance("TLS");
    context.init(null, managers, null);
    this.anybody = anybody;
  }

  /** Those that the machine trusts. */
  public static Trust ofMachine() throws NotAsked {
    return make(null, false);
  }

  /** Nobody is asked who they are. */
  public static Trust anybody() throws NotAsked {
    return make(new TrustManager[] {new Anybody()}, true);
  }

  /**
   * These alone.
   *
   * @param pem one certificate or several
   */
  public static Trust of(String pem) throws NotAsked {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate it :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
        store.setCertificateEntry("ca-" + count++, it);
      }
      if (count == 0) {
        throw new NotAsked("it holds no certificate");
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return make(factory.getTrustManagers(), false);
    } catch (GeneralSecurityException | IOException e) {
      throw new NotAsked("its certificates cannot be read", e);
    }
  }

  private static Trust make(TrustManager @Nullable [] managers, boolean anybody) throws NotAsked {
    try {
      return new Trust(managers, anybody);
    } catch (GeneralSecurityException e) {
      throw new NotAsked("TLS is not to be had", e);
    }
  }

  SSLContext context() {
    return context;
  }

  /** Whether the name in the certificate counts. */
  boolean names() {
    return !anybody;
  }

  /** Believes everybody: the extended kind, or the JDK would check the names nevertheless. */
  private static final class Anybody extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

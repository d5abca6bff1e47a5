package dev.releaserecord.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that nobody has signed but itself, and its key. Made by the JDK's own keytool: the
 * library of the JDK reads certificates and cannot make one.
 *
 * @param certificate DER
 */
public record SelfSigned(KeyStore keys, PrivateKey key, byte[] certificate) {

  private static final String ALIAS = "it";
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  /**
   * @param name what it proves, as keytool has it: {@code ip:127.0.0.1}, {@code dns:localhost}
   */
  public static SelfSigned of(String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path folder = Files.createTempDirectory("self-signed");
    Path file = folder.resolve("keys.p12");
    try {
      keytool(file, name);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        keys.load(in, PASSWORD);
      }
      return new SelfSigned(
          keys, (PrivateKey) keys.getKey(ALIAS, PASSWORD), keys.getCertificate(ALIAS).getEncoded());
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  private static void keytool(Path file, String name) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    words.addAll(
        List.of(
            ("-genkeypair -alias "
                    + ALIAS
                    + " -keyalg EC -groupname secp256r1 -dname CN=localhost"
                    + " -ext bc:c -ext san="
                    + name
                    + " -validity 7 -storetype PKCS12"
                    + " -storepass changeit -keystore")
                .split(" ")));
    words.add(file.toString());
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
  }

  /** For a server that shows it. */
  public SSLContext context() throws GeneralSecurityException {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  public Path certificateFile(Path folder) throws IOException {
    return Files.writeString(folder.resolve("certificate.pem"), pem());
  }

  public Path keyFile(Path folder) throws IOException {
    return Files.writeString(folder.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
  }

  /** The certificate, for whoever is to trust it. */
  public String pem() {
    return pem("CERTIFICATE", certificate);
  }

  private static String pem(String what, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, text);
  }

  /** Claims, signed so that whoever trusts the certificate believes them. */
  public String token(String claims) throws GeneralSecurityException {
    String header =
        "{\"typ\":\"JWT\",\"alg\":\"ES256\",\"x5c\":[\"%s\"]}"
            .formatted(Base64.getEncoder().encodeToString(certificate));
    String signed = part(header.getBytes(UTF_8)) + "." + part(claims.getBytes(UTF_8));
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key);
    signature.update(signed.getBytes(UTF_8));
    return signed + "." + part(signature.sign());
  }

  private static String part(byte[] bytes) {
    return URL.encodeToString(bytes);
  }
}

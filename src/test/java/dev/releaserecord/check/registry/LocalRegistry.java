package dev.releaserecord.check.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.releaserecord.image.Digest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real registry, as a process of this machine; it needs no root and no node. */
public final class LocalRegistry implements AutoCloseable {

  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";

  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private LocalRegistry(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * @param folder where its files lie; what several keep in one, all of them have
   * @param auth the section {@code auth} of its configuration, in one line; empty for none
   * @param tls the section {@code tls}, in one line; empty for none
   */
  public static LocalRegistry start(Path folder, String auth, String tls) {
    try {
      int port = freePort();
      Path config = Files.createTempFile(folder, "registry", ".yaml");
      Files.writeString(
          config,
          """
          version: 0.1
          log: {level: warn, accesslog: {disabled: true}}
          storage: {filesystem: {rootdirectory: %s}}
          http: {addr: "127.0.0.1:%d", secret: of-this-test%s}
          %s
          """
              .formatted(
                  folder.resolve("storage"),
                  port,
                  tls.isEmpty() ? "" : ", tls: " + tls,
                  auth.isEmpty() ? "" : "auth: " + auth));
      ProcessBuilder builder =
          new ProcessBuilder(program().toString(), "serve", config.toString())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(config.resolveSibling(config.getFileName() + ".log").toFile());
      builder.environment().put("OTEL_TRACES_EXPORTER", "none");
      LocalRegistry registry = new LocalRegistry(builder.start(), port);
      await().atMost(Duration.ofSeconds(20)).until(registry::answers);
      return registry;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where {@code dev/cluster programs --node} puts it. */
  private static Path program() throws IOException {
    String version =
        Files.readString(Path.of("dev/programs/registry/go.mod"))
            .lines()
            .map(String::trim)
            .filter(line -> line.startsWith("require github.com/distribution/distribution/v3 "))
            .map(line -> line.split(" ")[2])
            .findFirst()
            .orElseThrow();
    Path cache =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".cache"));
    return Stream.concat(
            Optional.ofNullable(System.getenv("KUBERNETES_PROGRAMS")).map(Path::of).stream(),
            Stream.of(cache.resolve("release-operator/programs/registry-" + version)))
        .map(folder -> folder.resolve("registry"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no registry: run dev/cluster programs --node"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() throws IOException {
    try {
      new java.net.Socket(InetAddress.getLoopbackAddress(), port).close();
      return true;
    } catch (ConnectException _) {
      if (!process.isAlive()) {
        throw new IllegalStateException("the registry ended");
      }
      return false;
    }
  }

  /** As images name it. */
  public String host() {
    return "127.0.0.1:" + port;
  }

  /** An image without any layer, into a registry that asks nobody who they are. */
  public Digest push(String repository) {
    byte[] config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
            .getBytes(UTF_8);
    putBlob(repository, config);
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[]}"
            .formatted(MANIFEST, descriptor(CONFIG, config, ""));
    return putManifest(repository, MANIFEST, manifest.getBytes(UTF_8));
  }

  /** An index of one image that is said to be for that platform. */
  public Digest pushIndex(String repository, String architecture) {
    push(repository);
    byte[] manifest = get(repository, push(repository));
    String index =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(
                INDEX,
                descriptor(
                    MANIFEST,
                    manifest,
                    ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}"));
    return putManifest(repository, INDEX, index.getBytes(UTF_8));
  }

  /** Gives an image or an index a tag. */
  public void tag(String repository, Digest digest, String tag) {
    HttpResponse<byte[]> manifest =
        send(
            request(repository + "/manifests/" + digest).header("Accept", Manifest.ACCEPT).GET(),
            200);
    String type = manifest.headers().firstValue("Content-Type").orElseThrow();
    send(
        request(repository + "/manifests/" + tag)
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofByteArray(manifest.body())),
        201);
  }

  private static String descriptor(String type, byte[] bytes, String more) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
        .formatted(type, digest(bytes), bytes.length, more);
  }

  private byte[] get(String repository, Digest digest) {
    return send(request(repository + "/manifests/" + digest).header("Accept", MANIFEST).GET(), 200)
        .body();
  }

  private void putBlob(String repository, byte[] bytes) {
    HttpResponse<byte[]> begun =
        send(request(repository + "/blobs/uploads/").POST(BodyPublishers.noBody()), 202);
    String location = begun.headers().firstValue("Location").orElseThrow();
    URI uri = begun.uri().resolve(location + "&digest=" + digest(bytes));
    send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(bytes)),
        201);
  }

  private Digest putManifest(String repository, String type, byte[] bytes) {
    Digest digest = digest(bytes);
    send(
        request(repository + "/manifests/" + digest)
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofByteArray(bytes)),
        201);
    return digest;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + host() + "/v2/" + path));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request, int expected) {
    try {
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      if (answer.statusCode() != expected) {
        throw new IllegalStateException(
            answer.statusCode() + ": " + new String(answer.body(), UTF_8));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Digest digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new Digest("sha256:" + HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An {@code auth} for users of a file, with bcrypt hashes as the registry wants them. */
  public static String basic(Path folder, String... lines) {
    try {
      Path users = Files.write(folder.resolve("htpasswd"), List.of(lines));
      return "{htpasswd: {realm: of-this-test, path: " + users + "}}";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        Objects.requireNonNull(process.destroyForcibly()).waitFor();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

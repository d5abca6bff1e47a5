package dev.releaserecord.check.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.releaserecord.image.Digest;
import dev.releaserecord.plan.pull.Platform;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What of a manifest matters (OCI image specification, "Image Index"). */
final class Manifest {

  private static final Set<String> INDEXES =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");

  private static final Set<String> SINGLE =
      Set.of(
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  static final String ACCEPT =
      "application/vnd.oci.image.index.v1+json,"
          + " application/vnd.docker.distribution.manifest.list.v2+json,"
          + " application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.docker.distribution.manifest.v2+json";

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build())
              .build());

  private Manifest() {}

  /** Without parameters, in lower case. */
  private static String type(String contentType) {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
  }

  static boolean isIndex(String contentType) {
    return INDEXES.contains(type(contentType));
  }

  /** Whether it is one; a server that does not say what it sent is believed. */
  static boolean isManifest(String contentType) {
    String type = type(contentType);
    return type.isEmpty() || INDEXES.contains(type) || SINGLE.contains(type);
  }

  /** The platforms of an index; empty where it is not what was asked for. */
  static Optional<Set<Platform>> platforms(byte[] index, Digest digest) {
    if (!digest.equals(digest(index))) {
      return Optional.empty();
    }
    try {
      Set<Platform> platforms = new HashSet<>();
      for (JsonNode manifest : JSON.readTree(index).path("manifests")) {
        JsonNode platform = manifest.path("platform");
        String os = platform.path("os").asText("");
        String architecture = platform.path("architecture").asText("");
        // Attestations stand among them as unknown/unknown.
        if (!os.isEmpty() && !architecture.isEmpty() && !os.equals("unknown")) {
          platforms.add(new Platform(os, architecture));
        }
      }
      return Optional.of(platforms);
    } catch (JsonProcessingException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("bytes are read without I/O", e);
    }
  }

  /** Of the bytes as they were sent. */
  static Digest digest(byte[] manifest) {
    return new Digest("sha256:" + HexFormat.of().formatHex(sha256(manifest)));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

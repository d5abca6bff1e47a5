package dev.releaserecord.kube;

import dev.releaserecord.api.ReleaseRecord;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Has the API server judge a record without storing it: a dry run of the write that applying it
 * would be, schema, rules and admission policies included. What it answers is told in full, for it
 * speaks of a file that the caller wrote; hence requests of its own, which the client does not cut.
 */
public final class Trial {

  private static final String JSON = "application/json";
  private static final String QUERY = "dryRun=All&fieldValidation=Strict&fieldManager=this-file";
  private static final int SECONDS = 15;

  /** What only the API server writes; a file that was read from a cluster has it. */
  private static final List<String> SERVER_MADE =
      List.of("uid", "resourceVersion", "generation", "creationTimestamp", "managedFields");

  private final KubernetesClient client;

  public Trial(KubernetesClient client) {
    this.client = client;
  }

  /** What came of it. */
  public sealed interface Answer {}

  /**
   * @param record as it would stand in the cluster, with the status that it has
   * @param applied whether a record of that name is there already
   */
  public record Accepted(ReleaseRecord record, boolean applied) implements Answer {}

  /**
   * @param why each a sentence of the API server's
   */
  public record Refused(List<String> why) implements Answer {
    public Refused {
      why = List.copyOf(why);
    }
  }

  /**
   * The caller may not write it, hence not try it either.
   *
   * @param right that is missing, as {@code create releaserecords}
   */
  public record Unjudged(String right) implements Answer {}

  /**
   * @param written the record as it was written, with a name
   * @throws KubernetesClientException if the API server could not tell
   */
  public Answer of(String namespace, Map<String, ?> written) throws InterruptedException {
    Map<String, Object> body = copy(written);
    body.remove("status");
    Map<String, Object> meta = map(body.get("metadata"));
    SERVER_MADE.forEach(meta::remove);
    meta.put("namespace", namespace);
    body.put("metadata", meta);
    String all = path(namespace);
    String one = all + "/" + segment(String.valueOf(meta.get("name")));
    HttpResponse<String> there = send(builder(one));
    if (there.code() == 404) {
      return judged(send(builder(all + "?" + QUERY).post(JSON, json(body))), "create");
    }
    if (!there.isSuccessful()) {
      return judged(there, "get");
    }
    body.put("metadata", over(map(read(there).get("metadata")), meta));
    return judged(send(builder(one + "?" + QUERY).put(JSON, json(body))), "update");
  }

  /** What is there already stays, as it does when a file is applied. */
  private static Map<String, Object> over(Map<String, Object> live, Map<String, Object> written) {
    Map<String, Object> meta = new LinkedHashMap<>(live);
    for (String field : List.of("labels", "annotations")) {
      Map<String, Object> merged = map(live.get(field));
      merged.putAll(map(written.get(field)));
      if (!merged.isEmpty()) {
        meta.put(field, merged);
      }
    }
    return meta;
  }

  private Answer judged(HttpResponse<String> response, String verb) {
    if (response.isSuccessful()) {
      return new Accepted(
          serialization().unmarshal(text(response), ReleaseRecord.class), verb.equals("update"));
    }
    Map<String, Object> status = read(response);
    String message = String.valueOf(status.get("message"));
    // A policy refuses with the same code, in its own words.
    if (response.code() == 403 && message.contains(" cannot " + verb + " resource")) {
      return new Unjudged(verb + " releaserecords");
    }
    return switch (response.code()) {
      // Not found is its namespace: records of it could be listed.
      case 400, 403, 404, 409, 413, 415, 422 -> new Refused(causes(status, message));
      default -> throw new KubernetesClientException(message, response.code(), null);
    };
  }

  private static List<String> causes(Map<String, Object> status, String message) {
    Object causes = map(status.get("details")).get("causes");
    List<String> each =
        causes instanceof List<?> list
            ? list.stream().map(Trial::map).map(Trial::cause).distinct().toList()
            : List.of();
    return each.isEmpty() ? List.of(message) : each;
  }

  private static String cause(Map<String, Object> cause) {
    Object field = cause.get("field");
    String message = String.valueOf(cause.get("message"));
    return field == null || field.equals("<nil>") ? message : field + ": " + message;
  }

  private String path(String namespace) {
    return Objects.requireNonNull(client.getMasterUrl()).toString().replaceAll("/+$", "")
        + "/apis/"
        + ReleaseRecord.GROUP
        + "/"
        + ReleaseRecord.VERSION
        + "/namespaces/"
        + segment(namespace)
        + "/releaserecords";
  }

  /** Whatever somebody wrote as a name: the API server says what is wrong with it. */
  private static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder builder(String uri) {
    return client.getHttpClient().newHttpRequestBuilder().uri(URI.create(uri));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
    try {
      return client
          .getHttpClient()
          .sendAsync(request.timeout(SECONDS, TimeUnit.SECONDS).build(), String.class)
          .get(2L * SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KubernetesClientException("the API server does not answer", e);
    }
  }

  private Map<String, Object> read(HttpResponse<String> response) {
    String text = text(response);
    return text.startsWith("{") ? map(serialization().unmarshal(text, Map.class)) : Map.of();
  }

  private static String text(HttpResponse<String> response) {
    return Objects.requireNonNullElse(response.body(), "").strip();
  }

  private String json(Object body) {
    return serialization().asJson(body);
  }

  private KubernetesSerialization serialization() {
    return client.getKubernetesSerialization();
  }

  private static Map<String, Object> copy(Map<String, ?> map) {
    return new LinkedHashMap<>(map);
  }

  private static Map<String, Object> map(@Nullable Object value) {
    Map<String, Object> copy = new LinkedHashMap<>();
    Stream.ofNullable(value)
        .flatMap(it -> it instanceof Map<?, ?> map ? map.entrySet().stream() : Stream.empty())
        .filter(entry -> entry.getValue() != null)
        .forEach(entry -> copy.put(String.valueOf(entry.getKey()), entry.getValue()));
    return copy;
  }
}

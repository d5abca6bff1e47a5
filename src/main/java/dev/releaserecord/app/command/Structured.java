package dev.releaserecord.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Plain data for programs, with instants and absent fields as Kubernetes writes them. */
public final class Structured {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Structured() {}

  /** JSON over several lines; ends with the end of a line. */
  public static String json(Object data) {
    try {
      return new ObjectMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(SERIALIZATION.convertValue(data, Object.class))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain data can be written", e);
    }
  }

  /** JSON in one line; ends with it. */
  public static String jsonLine(Object data) {
    return SERIALIZATION.asJson(data) + "\n";
  }

  /** One document, which begins with {@code ---}. */
  public static String yaml(Object data) {
    return SERIALIZATION.asYaml(data);
  }
}

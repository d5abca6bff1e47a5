package dev.releaserecord.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Metadata of a record as the API server sends it. Who wrote which field of 250 services is as long
 * as the services; of all that, only who wrote a hold is kept. (A record is written by patches
 * alone, which leave it as it is.)
 */
@JsonDeserialize(using = JsonDeserializer.None.class)
public final class RecordMeta extends ObjectMeta {

  private static final long serialVersionUID = 1L;

  /** On the way to a hold, of the record or of a service. */
  private static final Set<String> WAY = Set.of("f:spec", "f:services");

  private static final String HOLD = "f:hold";

  @Override
  @JsonDeserialize(using = Holders.class)
  public void setManagedFields(List<ManagedFieldsEntry> managedFields) {
    super.setManagedFields(managedFields);
  }

  /** Goes through the text once and makes no object of what it passes. */
  static final class Holders extends JsonDeserializer<List<ManagedFieldsEntry>> {

    @Override
    public List<ManagedFieldsEntry> deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      List<ManagedFieldsEntry> holders = new ArrayList<>();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        ManagedFieldsEntry entry = entry(json);
        if (!entry.getFieldsV1().getAdditionalProperties().isEmpty()) {
          holders.add(entry);
        }
      }
      return holders;
    }

    private static ManagedFieldsEntry entry(JsonParser json) throws IOException {
      ManagedFieldsEntry entry = new ManagedFieldsEntry();
      entry.setFieldsV1(new FieldsV1());
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "manager" -> entry.setManager(json.getText());
          case "time" -> entry.setTime(json.getText());
          case "fieldsV1" -> entry.getFieldsV1().setAdditionalProperties(way(json));
          default -> json.skipChildren();
        }
      }
      return entry;
    }

    private static Map<String, Object> way(JsonParser json) throws IOException {
      Map<String, Object> kept = new LinkedHashMap<>();
      if (json.currentToken() != JsonToken.START_OBJECT) {
        json.skipChildren();
        return kept;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals(HOLD)) {
          json.skipChildren();
          kept.put(name, Map.of());
        } else if (WAY.contains(name) || name.startsWith("k:")) {
          Map<String, Object> below = way(json);
          if (!below.isEmpty()) {
            kept.put(name, below);
          }
        } else {
          json.skipChildren();
        }
      }
      return kept;
    }
  }
}

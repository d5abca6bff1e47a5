package dev.releaserecord.fault.recorder;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.releaserecord.fault.proxy.Deed;
import dev.releaserecord.fault.proxy.Sighting;
import dev.releaserecord.fault.proxy.Target;
import dev.releaserecord.fault.proxy.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A run as a test tells it, event by event. Each takes ten seconds, and each revision has the next
 * number. Objects are JSON without quotes that need not be there.
 */
final class Story {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonParser.Feature.ALLOW_SINGLE_QUOTES)
          .build();

  private static final long STEP = Duration.ofSeconds(10).toNanos();

  private final List<Revision> revisions = new ArrayList<>();
  private final Set<Long> edits = new HashSet<>();
  private final List<Deed> deeds = new ArrayList<>();
  private final List<Sighting> sightings = new ArrayList<>();
  private long number = 100;
  private long now = STEP;

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private void revision(String resource, String text) {
    revision(resource, text, false);
  }

  private void revision(String resource, String text, boolean gone) {
    now += STEP;
    number++;
    JsonNode object = json(text.replace("@VERSION@", Long.toString(number)));
    revisions.add(Revision.of(resource, object, gone, now));
  }

  /** Any object; its metadata has to tell {@code resourceVersion: '@VERSION@'}. */
  Story object(String resource, String text) {
    revision(resource, text);
    return this;
  }

  /** The end of one. */
  Story gone(String resource, String text) {
    revision(resource, text, true);
    return this;
  }

  /** A Deployment or StatefulSet of that name, all of whose pods are ready or none. */
  Story workload(
      String resource, String name, String image, int replicas, String labels, boolean runs) {
    revision(
        resource,
        """
        {metadata: {name: '%1$s', resourceVersion: '@VERSION@', generation: 1, labels: {%2$s}},
         spec: {replicas: %3$d, template: {spec: {containers: [{name: '%1$s', image: '%4$s'}]}}},
         status: {observedGeneration: 1, replicas: %3$d, updatedReplicas: %5$d, readyReplicas: %5$d}}
        """
            .formatted(name, labels, replicas, image, runs ? replicas : 0));
    return this;
  }

  Story deployment(String name, String image, boolean runs) {
    return workload("deployments", name, image, 2, "", runs);
  }

  /** A record of one service {@code users}. */
  Story record(long generation, String digest, boolean ready) {
    revision(
        "releaserecords",
        """
        {metadata: {name: 'core', resourceVersion: '@VERSION@', generation: %1$d},
         spec: {imagePrefix: 'r.io', services: [{name: 'users', digest: '%2$s'}]},
         status: {observedGeneration: %1$d, conditions: [{type: 'Ready', status: '%3$s'}]}}
        """
            .formatted(generation, digest, ready ? "True" : "False"));
    return this;
  }

  /** The same, whose service needs that key of the Secret that all take. */
  Story recordNeeding(String key) {
    revision(
        "releaserecords",
        """
        {metadata: {name: 'core', resourceVersion: '@VERSION@', generation: 1},
         spec: {imagePrefix: 'r.io', services: [
          {name: 'users', digest: 'sha256:a', secrets: [{name: 'db', keys: ['%s']}]}]}}
        """
            .formatted(key));
    return this;
  }

  /** The same, which asks for approval. */
  Story recordRequiringApproval() {
    revision(
        "releaserecords",
        """
        {metadata: {name: 'core', resourceVersion: '@VERSION@', generation: 1},
         spec: {imagePrefix: 'r.io', approval: 'Required', services: [
          {name: 'users', digest: 'sha256:a'}]}}
        """);
    return this;
  }

  /** Somebody approves what the record declares. */
  Story approval() {
    return approval("");
  }

  /** The same, until so long after the next event. */
  Story approvalUntil(Duration time) {
    Instant end = Instant.EPOCH.plusNanos(now + 2 * STEP).plus(time);
    return approval(", expires: '" + end + "'");
  }

  private Story approval(String end) {
    revision(
        "releaseapprovals",
        """
        {metadata: {name: 'go', uid: 'go-1', resourceVersion: '@VERSION@'},
         spec: {record: 'core', digestSet: 'sha256:set', approver: 'alice'%s}}
        """
            .formatted(end));
    return this;
  }

  /** The object that was told last is deleted. */
  Story deleted() {
    now += STEP;
    number++;
    Revision last = revisions.getLast();
    revisions.add(new Revision(last.resource(), last.name(), number, true, last.object(), now));
    return this;
  }

  /** A pod of a StatefulSet {@code db} that is updated on delete, or not. */
  Story pod(boolean ready, boolean onDelete) {
    revision(
        "statefulsets",
        """
        {metadata: {name: 'db', resourceVersion: '@VERSION@'},
         spec: {replicas: 1, updateStrategy: {type: '%s'}}}
        """
            .formatted(onDelete ? "OnDelete" : "RollingUpdate"));
    revision(
        "pods",
        """
        {metadata: {name: 'db-0', resourceVersion: '@VERSION@', ownerReferences: [{kind: 'StatefulSet', name: 'db'}]},
         status: {conditions: [{type: 'Ready', status: '%s'}]}}
        """
            .formatted(ready ? "True" : "False"));
    return this;
  }

  /** A record that names the StatefulSet {@code db}. */
  Story database() {
    revision(
        "releaserecords",
        """
        {metadata: {name: 'core', resourceVersion: '@VERSION@', generation: 1},
         spec: {services: [{name: 'db', image: 'r.io/db', digest: 'sha256:a', workloads: [{kind: 'StatefulSet', name: 'db'}]}]}}
        """);
    return this;
  }

  /** The Secret that all take. */
  Story secret(String data) {
    revision(
        "secrets",
        "{metadata: {name: 'db', resourceVersion: '@VERSION@'}, data: {PASS: '%s'}}"
            .formatted(data));
    return this;
  }

  /**
   * A Deployment whose template says what it was restarted for, and whose pods have come, or not.
   */
  Story restarted(String name, String value, boolean runs) {
    revision(
        "deployments",
        """
        {metadata: {name: '%1$s', resourceVersion: '@VERSION@'},
         spec: {replicas: 1, template: {metadata: {annotations: {'releaserecord.dev/restarted-for': '%2$s'}}}},
         status: {replicas: 1, updatedReplicas: %3$d, readyReplicas: 1}}
        """
            .formatted(name, value, runs ? 1 : 0));
    return this;
  }

  /** A pod of a Deployment, which stands or is on its way out. */
  Story podOf(String deployment, String uid, boolean leaving) {
    revision(
        "pods",
        """
        {metadata: {name: '%1$s-7d-%2$s', uid: '%2$s', resourceVersion: '@VERSION@'%3$s,
          ownerReferences: [{kind: 'ReplicaSet', name: '%1$s-7d'}]}}
        """
            .formatted(deployment, uid, leaving ? ", deletionTimestamp: 'now'" : ""));
    return this;
  }

  /** The revision that was told last is a user's. */
  Story byUser() {
    edits.add(number);
    return this;
  }

  /** That operator is shown the revision that was told last. */
  Story shownTo(int operator) {
    now += STEP;
    Revision last = revisions.getLast();
    sightings.add(new Sighting(operator, last.resource(), last.name(), last.number(), now));
    return this;
  }

  /** That operator sends a request; {@code @VERSION@} is the revision that was told last. */
  Story sends(
      int operator, String method, String resource, String name, String subresource, String body) {
    now += STEP;
    Target target = new Target("", "v1", "gobee", resource, name, subresource);
    Write write = new Write(method, target, json(body.replace("@VERSION@", "" + number)));
    deeds.add(new Deed(operator, write, now, 200, 0));
    return this;
  }

  Story pins(int operator, String name) {
    return sends(
        operator,
        "PATCH",
        "deployments",
        name,
        "",
        """
        [{op: 'test', path: '/metadata/uid', value: 'u'},
         {op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'whatever'},
         {op: 'add', path: '/metadata/labels/releaserecord.dev~1set', value: 'set'}]
        """);
  }

  Story saysReady(int operator, long generation) {
    return sends(
        operator,
        "PATCH",
        "releaserecords",
        "core",
        "status",
        """
        [{op: 'test', path: '/metadata/uid', value: 'u'},
         {op: 'add', path: '/status', value: {observedGeneration: %d, conditions: [{type: 'Ready', status: 'True'}]}}]
        """
            .formatted(generation));
  }

  Account account() {
    return new Account(revisions, edits, deeds, sightings, Instant.EPOCH);
  }
}

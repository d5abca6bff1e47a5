package dev.releaserecord.kube.cache.projection;

import dev.releaserecord.rollout.Pod;
import java.util.Optional;

/** A pod as the API server tells it, for tests to change a word of, and as it is projected. */
final class PodManifest {

  /** Of a Deployment, with a container of each role. */
  static final String HEALTHY =
      """
      metadata:
        name: users-7769c9579-bb49n
        uid: uid-1
        resourceVersion: "7"
        creationTimestamp: "2026-11-21T11:10:30Z"
        labels: {app: users, pod-template-hash: "7769c9579"}
        ownerReferences:
        - {apiVersion: apps/v1, kind: ReplicaSet, name: users-7769c9579, uid: uid-rs, controller: true}
      spec:
        nodeName: node1
        initContainers:
        - {name: migrate, image: "repo/migrate:1"}
        - {name: proxy, image: "repo/proxy:1", restartPolicy: Always}
        containers:
        - {name: app, image: "repo/users:1"}
      status:
        phase: Running
        conditions:
        - {type: Ready, status: "True", lastTransitionTime: "2026-11-21T11:10:35Z"}
        initContainerStatuses:
        - name: migrate
          imageID: repo/migrate@sha256:aa
          ready: true
          restartCount: 0
          started: false
          state: {terminated: {exitCode: 0, reason: Completed, finishedAt: "2026-11-21T11:10:32Z"}}
        - name: proxy
          imageID: repo/proxy@sha256:bb
          ready: true
          restartCount: 0
          started: true
          state: {running: {startedAt: "2026-11-21T11:10:33Z"}}
        containerStatuses:
        - name: app
          imageID: repo/users@sha256:cc
          ready: true
          restartCount: 1
          state: {running: {startedAt: "2026-11-21T11:10:40Z"}}
          lastState:
            terminated: {exitCode: 137, signal: 9, reason: OOMKilled, message: too much,
              startedAt: "1970-01-01T00:00:00Z", finishedAt: "2026-11-21T11:10:39Z",
              containerID: "containerd://1"}
      """;

  private PodManifest() {}

  static Optional<Pod> read(String yaml) {
    return PodProjections.of(Manifest.read(io.fabric8.kubernetes.api.model.Pod.class, yaml));
  }

  static Pod pod(String yaml) {
    return read(yaml).orElseThrow();
  }
}

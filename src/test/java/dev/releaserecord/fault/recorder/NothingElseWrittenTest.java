package dev.releaserecord.fault.recorder;

import static dev.releaserecord.fault.recorder.Stories.assertCaught;
import static dev.releaserecord.fault.recorder.Stories.assertSilent;
import static dev.releaserecord.fault.recorder.Stories.declared;

import org.junit.jupiter.api.Test;

/** Operators that write what is not theirs. */
class NothingElseWrittenTest {

  private static final String GUARD = "{op: 'test', path: '/metadata/uid', value: 'u'}";

  private void assertCaughtFor(
      String method, String resource, String name, String subresource, String body) {
    assertCaught(
        declared().sends(1, method, resource, name, subresource, body), NothingElseWritten.NAME);
  }

  @Test
  void aWorkloadThatNoRecordNames() {
    assertCaught(declared().pins(1, "bystander"), NothingElseWritten.NAME);
  }

  @Test
  void aPodOfNobodys() {
    assertCaughtFor(
        "DELETE",
        "pods",
        "stranger",
        "",
        "{preconditions: {uid: 'u', resourceVersion: '@VERSION@'}}");
  }

  @Test
  void aPatchWithoutTheUid() {
    assertCaughtFor(
        "PATCH",
        "deployments",
        "users",
        "",
        "[{op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'x'}]");
  }

  @Test
  void aFieldThatIsNotOurs() {
    String pause = "[" + GUARD + ", {op: 'replace', path: '/spec/paused', value: false}]";
    assertCaughtFor("PATCH", "deployments", "users", "", pause);
  }

  @Test
  void aMergePatch() {
    assertCaughtFor("PATCH", "deployments", "users", "", "{spec: {replicas: 0}}");
  }

  @Test
  void theUsersSpecOfTheRecord() {
    String spec = "[" + GUARD + ", {op: 'replace', path: '/spec/hold', value: null}]";
    assertCaughtFor("PATCH", "releaserecords", "core", "", spec);
  }

  @Test
  void aFinalizerOfTheRecordIsOurs() {
    String finalizer = "[" + GUARD + ", {op: 'add', path: '/metadata/finalizers/-', value: 'f'}]";
    assertSilent(declared().sends(1, "PATCH", "releaserecords", "core", "", finalizer));
  }

  @Test
  void whatPodsAreRestartedForIsOurs() {
    String restart =
        "[" + GUARD + ", {op: 'add', path: '/spec/template/metadata/annotations%s', value: 'v'}]";
    assertSilent(
        declared()
            .sends(1, "PATCH", "deployments", "users", "", restart.formatted(""))
            .sends(
                1,
                "PATCH",
                "deployments",
                "users",
                "",
                restart.formatted("/releaserecord.dev~1restarted-for")));
    assertCaughtFor(
        "PATCH",
        "deployments",
        "users",
        "",
        restart.formatted("/kubectl.kubernetes.io~1restartedAt"));
  }

  @Test
  void ofSecretsTheKeyOfFingerprintsAloneIsMade() {
    String key = "{metadata: {name: 'release-operator-fingerprints'}}";
    assertSilent(declared().sends(1, "POST", "secrets", "", "", key));
    assertCaughtFor("POST", "secrets", "", "", "{metadata: {name: 'db'}}");
  }

  @Test
  void somethingElseAltogether() {
    assertCaughtFor("POST", "secrets", "", "", "{}");
    assertCaughtFor("PUT", "deployments", "users", "", "{}");
    assertCaughtFor("DELETE", "replicasets", "users-1", "", "{}");
  }
}

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

  private static final String BOTH = "{preconditions: {uid: 'u', resourceVersion: '7'}}";

  private static Story recorded() {
    return new Story()
        .object("releaserecords", Stories.keeping(1, "b", 1, ""))
        .object("controllerrevisions", Stories.kept("a", 1));
  }

  private static Story drops(Story story, String name, String guards) {
    return story.sends(1, "DELETE", "controllerrevisions", name, "", guards);
  }

  @Test
  void aSetIsDroppedAsItWasLookedAt() {
    assertSilent(drops(recorded(), "core-a", BOTH));
    assertCaught(
        drops(recorded(), "core-a", "{preconditions: {uid: 'u'}}"), NothingElseWritten.NAME);
    assertCaught(drops(recorded(), "web-5d4f", BOTH), NothingElseWritten.NAME);
  }

  private static String job(String check, String owner) {
    return """
    {metadata: {name: 'check-smoke-1', resourceVersion: '@VERSION@',
       annotations: {'releaserecord.dev/check': '%s'}, ownerReferences: [{kind: '%s'}]}}
    """
        .formatted(check, owner);
  }

  private static Story makes(String job) {
    return recorded().sends(1, "POST", "jobs", "", "", job);
  }

  @Test
  void ofJobsThoseOfChecksAreMade() {
    assertSilent(makes(job("users/smoke/AfterRollout", "ReleaseRecord")));
    assertCaught(makes(job("users/smoke/AfterRollout", "CronJob")), NothingElseWritten.NAME);
    assertCaught(makes(job("users/other/AfterRollout", "ReleaseRecord")), NothingElseWritten.NAME);
    assertCaught(makes(job("smoke/AfterRollout", "ReleaseRecord")), NothingElseWritten.NAME);
  }

  @Test
  void ofJobsThoseOfChecksAreDeleted() {
    Story there = recorded().object("jobs", job("users/smoke/AfterRollout", "ReleaseRecord"));
    assertSilent(there.sends(1, "DELETE", "jobs", "check-smoke-1", "", BOTH));
    assertCaught(
        there.sends(1, "DELETE", "jobs", "check-smoke-1", "", "{}"), NothingElseWritten.NAME);
    assertCaughtFor("DELETE", "jobs", "nightly-backup", "", BOTH);
  }

  @Test
  void somethingElseAltogether() {
    assertCaughtFor("POST", "secrets", "", "", "{}");
    assertCaughtFor("PUT", "deployments", "users", "", "{}");
    assertCaughtFor("DELETE", "replicasets", "users-1", "", "{}");
  }
}

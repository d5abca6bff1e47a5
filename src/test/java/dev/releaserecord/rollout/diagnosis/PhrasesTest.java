package dev.releaserecord.rollout.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.rollout.diagnosis.Phrases.Meaning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wordings of Kubernetes 1.33 to 1.36, containerd 1.7 and 2, CRI-O and the registries. */
class PhrasesTest {

  private static final String IMAGE = "r.io/g/users:1";

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # containerd
          ImageNotFound        | rpc error: code = NotFound desc = failed to pull and unpack image "r.io/g/users:1": failed to resolve image: r.io/g/users:1: not found
          ImageNotFound        | failed to resolve reference "r.io/g/users:1": r.io/g/users:1: not found
          ImageNotFound        | no match for platform in manifest sha256:0a: not found
          ImageNotFound        | failed to extract layer: content at https://r.io/v2/g/users/blobs/sha256:0a not found: not found
          ImagePullUnauthorized| pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed
          ImagePullUnauthorized| pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials
          ImagePullUnauthorized| failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=x: 401 Unauthorized
          ImagePullUnauthorized| failed to authorize: failed to fetch oauth token: unexpected status from POST request to https://r.io/token: 403 Forbidden
          ImagePullUnauthorized| unexpected status from HEAD request to https://r.io/v2/g/users/manifests/1: 403 Forbidden
          ImagePullFailed      | failed to do request: Head "https://r.io/v2/g/users/manifests/1": dial tcp: lookup r.io on 10.96.0.10:53: no such host
          ImagePullFailed      | failed to do request: Head "https://r.io/v2/g/users/manifests/1": dial tcp 10.0.0.1:443: i/o timeout
          ImagePullFailed      | failed to do request: Head "https://r.io/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority
          ImagePullFailed      | failed to fetch anonymous token: Get "https://auth.docker.io/token": net/http: TLS handshake timeout
          ImagePullFailed      | failed to fetch anonymous token: Get "https://auth.docker.io/token": x509: cannot verify signature: insecure algorithm SHA1-RSA
          ImagePullFailed      | failed to do request: Head "https://r.io/v2/": dial tcp 10.0.0.1:443: connect: connection refused
          ImagePullFailed      | failed to do request: Head "https://r.io/v2/": http: server gave HTTP response to HTTPS client
          ImagePullFailed      | unexpected status from HEAD request to https://r.io/v2/g/users/manifests/1: 503 Service Unavailable
          ImagePullFailed      | failed to copy: httpReadSeeker: failed open: unexpected EOF
          ImagePullFailed      | failed to write: /var/lib/containerd: no space left on device
          # Docker Hub
          ImagePullFailed      | toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit
          ImagePullFailed      | unexpected status from HEAD request to https://registry-1.docker.io/v2/x: 429 Too Many Requests - toomanyrequests: You may increase the limit by authenticating
          # ECR
          ImagePullUnauthorized| unexpected status: 403 Forbidden: denied: Your authorization token has expired. Reauthenticate and try again.
          ImagePullUnauthorized| User: arn:aws:sts::1234:assumed-role/node is not authorized to perform: ecr:BatchGetImage
          ImageNotFound        | name unknown: The repository with name 'g/users' does not exist in the registry with id '1234'
          # GHCR
          ImagePullUnauthorized| denied: denied
          ImagePullUnauthorized| denied: permission_denied: read_package
          # quay
          ImagePullUnauthorized| reading manifest 1 in quay.io/g/users: unauthorized: access to the requested resource is not authorized
          ImagePullFailed      | received unexpected HTTP status: 502 Bad Gateway
          # CRI-O
          ImageNotFound        | reading manifest 1 in docker.io/g/users: manifest unknown
          ImageNotFound        | initializing source docker://r.io/g/users:1: reading manifest 1 in r.io/g/users: name unknown: repository not found
          ImagePullUnauthorized| reading manifest latest in docker.io/library/x: requested access to the resource is denied
          ImagePullUnauthorized| Requesting bearer token: invalid status code from registry 403 (Forbidden)
          ImagePullUnauthorized| unable to retrieve auth token: invalid username/password: unauthorized: incorrect username or password
          ImageNotFound        | choosing image instance: no image found in manifest list for architecture "arm64", variant "v8", OS "linux"
          ImagePullUnauthorized| (Mirrors also failed: [m.io:5000/g/users:1: reading manifest 1 in m.io:5000/g/users: manifest unknown]): r.io/g/users:1: unauthorized: access to the requested resource is not authorized
          ImageNotFound        | (Mirrors also failed: [m.io:5000/g/users:1: pinging container registry m.io:5000: Get "http://m.io:5000/v2/": dial tcp 10.0.0.1:5000: connect: connection refused]): r.io/g/users:1: reading manifest 1 in r.io/g/users: manifest unknown
          ImageNotFound        | reading manifest 1 in docker.io/g/access-denied: manifest unknown
          ImageNotFound        | no image found in image index for architecture "arm64", OS "linux"
          ImagePullFailed      | pinging container registry r.io: Get "https://r.io/v2/": dial tcp: lookup r.io: server misbehaving
          ImagePullUnauthorized| SignatureValidationFailed Source image rejected: A signature was required, but no signature exists
          # kubelet
          ImagePullFailed      | ErrImagePull pull QPS exceeded
          ImagePullFailed      | ImagePullBackOff Back-off pulling image "r.io/g/users:1"
          ImagePullFailed      | rpc error: code = DeadlineExceeded desc = context deadline exceeded
          """)
  void whyAnImageWasNotPulled(Cause cause, String message) {
    assertThat(Phrases.pull(message, IMAGE)).isEqualTo(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "r.io/g/forbidden-signature:403",
    "r.io/unauthorized/denied:1",
    "r.io/g/x509:certificate",
    "r.io:5000/no-such-host/toomanyrequests:1",
  })
  void theNameOfAnImageIsNoReason(String image) {
    String back = "ImagePullBackOff Back-off pulling image \"" + image + "\"";
    String found = back + ": ErrImagePull: failed to resolve image: " + image + ": not found";

    assertThat(Phrases.pull(back, image)).isEqualTo(Cause.ImagePullFailed);
    assertThat(Phrases.pull(found, image)).isEqualTo(Cause.ImageNotFound);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MissingSecret    |         | db    | secret "db" not found
          MissingSecret    |         | db    | secrets "db" not found
          MissingSecret    |         | certs | MountVolume.SetUp failed for volume "c" : secret "certs" not found
          MissingSecret    |         | certs | MountVolume.SetUp failed for volume "all" : [secret "certs" not found, configmap "x" not found]
          MissingSecretKey | SSLMODE | rds   | couldn't find key SSLMODE in Secret fx/rds
          MissingSecretKey | tls.key | rds   | couldn't find key tls.key in Secret rds
          MissingSecretKey | tls.key |       | MountVolume.SetUp failed for volume "c" : references non-existent secret key: tls.key
          MissingConfigMap |         | nocm  | configmap "nocm" not found
          MissingConfigMap |         | nocm  | configmaps "nocm" is not found
          MissingConfigMap | LEVEL   | set   | couldn't find key LEVEL in ConfigMap fx/set
          MissingConfigMap | a.conf  |       | configmap references non-existent config key: a.conf
          """)
  void whatIsMissing(Cause cause, String key, String object, String message) {
    assertThat(Phrases.config(message))
        .contains(new Meaning(cause, key == null ? "" : key, object == null ? "" : object));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          container has runAsNonRoot and image will run as root (pod: "p_fx(1)", container: app)
          container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root
          failed to prepare subPath for volumeMount "data" of container "app"
          failed to sync secret cache: timed out waiting for the condition
          """)
  void whatIsWrongOtherwiseNamesNoObject(String message) {
    assertThat(Phrases.config(message)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data | 0/1 nodes are available: persistentvolumeclaim "data" not found. not found
          data | 0/3 nodes are available: persistentvolumeclaim "data" not found. preemption: 0/3 nodes are available
          data | persistentvolumeclaim "data" is being deleted
               | 0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate
               | 0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.
               | 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.
               | 0/2 nodes are available: 2 node(s) had volume node affinity conflict.
          """)
  void whichClaimIsMissing(String claim, String message) {
    assertThat(Phrases.volume(message).map(Meaning::object))
        .isEqualTo(java.util.Optional.ofNullable(claim));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          QuotaExceeded   | pods "p" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1
          AdmissionDenied | pods "p" is forbidden: failed quota: q: must specify limits.cpu for: app
          AdmissionDenied | pods "p" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false
          AdmissionDenied | pods "p" is forbidden: [maximum cpu usage per Container is 1, but limit is 2, maximum memory usage per Container is 64Mi]
          AdmissionDenied | pods "p" is forbidden: minimum memory usage per Pod is 64Mi
          AdmissionDenied | pods "p" is forbidden: error looking up service account fx/app: serviceaccount "app" not found
          AdmissionDenied | pods "p" is forbidden: ValidatingAdmissionPolicy 'images' with binding 'images' denied request: no tags
          AdmissionDenied | admission webhook "validate.kyverno.svc-fail" denied the request: resource Pod/fx/p was blocked
          AdmissionDenied | Internal error occurred: failed calling webhook "a.b.io": Post "https://a.b.svc:443/": context deadline exceeded
          AdmissionDenied | pods "p" is forbidden: no PriorityClass with name high was found
          AdmissionDenied | Pod "p" is invalid: spec.containers[0].resources.requests: Invalid value: "2"
          """)
  void whyNoPodWasMade(Cause cause, String message) {
    Fault fault = Case.deployment().cannotCreate(message).root();

    assertThat(fault.cause()).isEqualTo(cause);
    assertThat(fault.seen()).doesNotContain("\"p\" is forbidden");
  }

  @Test
  void aLongMessageIsCutToOneLine() {
    String cut = Wording.cut("a\n  b\t" + "c".repeat(400));

    assertThat(cut).startsWith("a b c").hasSizeLessThanOrEqualTo(301).endsWith("…");
  }
}

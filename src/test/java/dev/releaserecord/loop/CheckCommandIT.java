package dev.releaserecord.loop;

import static dev.releaserecord.loop.Manifests.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.releaserecord.cluster.Cluster;
import dev.releaserecord.cluster.NeedsKwok;
import dev.releaserecord.cluster.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code check -f} of every endpoint, which the cluster has to name. */
@NeedsKwok
class CheckCommandIT {

  private static final String USER = "check-nobody";

  private final Scene scene;
  private HttpServer server;

  CheckCommandIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.scene = new Scene(cluster, client, namespace);
  }

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(address(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("X-Version", "0.1.0");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Of this machine, and such as an endpoint may have: not the loopback. */
  private static InetAddress address() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(it -> it.getAddress().length == 4 && !it.isLoopbackAddress())
        .filter(it -> !it.isLinkLocalAddress())
        .findFirst()
        .orElseThrow(() -> new IOException("this machine has no address but its loopback"));
  }

  private String file(String service, String version) {
    return "-f="
        + scene.file(
            record(
                "core",
                """
                services:
                - name: relay
                  version: "%s"
                  checks:
                  - name: every
                    http: {service: {name: %s, port: %d}, expect: {version: {header: X-Version}}}
                """
                    .formatted(version, service, server.getAddress().getPort())));
  }

  @Test
  void everyEndpointIsAskedAndTheStaleOneIsNamed() throws IOException {
    String address = address().getHostAddress();
    scene.apply(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: relay-1, labels: {kubernetes.io/service-name: relay}}
        addressType: IPv4
        endpoints: [{addresses: ["%s"], conditions: {ready: true}}]
        ports: [{port: 8080}]
        """
            .formatted(address));
    Program program = new Program(scene);
    Program.Ran well = program.run("check", file("relay", "0.1.0"));
    assertThat(well.err()).isEmpty();
    assertThat(well.out()).contains("1 of 1 check passed.", "passed  every");
    assertThat(well.code()).isZero();

    Program.Ran stale = program.run("check", file("relay", "0.2.0"));
    assertThat(stale.code()).isEqualTo(1);
    assertThat(stale.out())
        .contains(
            "FAILED  every: X-Version: 0.2.0 expected, found 0.1.0 on 1 of 1 endpoint: " + address);

    Program.Ran nobody =
        program.as(scene.cluster().kubeconfigFor(USER), "check", file("relay", "0.1.0"));
    assertThat(nobody.code()).isEqualTo(1);
    assertThat(nobody.out())
        .contains(
            "ERRORED  every: you may not list endpointslices.discovery.k8s.io in namespace "
                + scene.namespace());
  }

  @Test
  void aServiceWithoutEndpointsIsSaid() {
    Program.Ran ran = new Program(scene).run("check", file("nobody", "0.1.0"));
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).contains("ERRORED  every: Service nobody has no ready endpoint");
  }
}

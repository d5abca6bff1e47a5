package dev.releaserecord.check.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.170.2",
        "::ffff:169.254.169.254",
        "64:ff9b::169.254.169.254",
        "2002:a9fe:a9fe::1",
        "fe80::1",
        "fd00:ec2::254",
        "100.100.100.200",
        "192.0.0.192",
        "168.63.129.16",
        "0.0.0.0",
        "::",
        "224.0.0.1",
      })
  void noRegistryIsAskedThereWhateverIsListed(String address) throws UnknownHostException {
    assertThat(Hosts.refusal(InetAddress.getByName(address), true)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1", "64:ff9b::7f00:1"})
  void theLoopbackIsAskedOnlyIfListed(String address) throws UnknownHostException {
    assertThat(Hosts.refusal(InetAddress.getByName(address), false))
        .hasValueSatisfying(why -> assertThat(why).contains("loopback"));
    assertThat(Hosts.refusal(InetAddress.getByName(address), true)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.88.0.1", "192.168.1.1", "172.16.0.1", "fd00::1", "140.82.121.33"})
  void privateAndPublicOnesAreAsked(String address) throws UnknownHostException {
    assertThat(Hosts.refusal(InetAddress.getByName(address), false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://10.0.0.1/, ",
    "http://10.0.0.1:5000/, ",
    "HTTP://10.0.0.1:5000/, ",
    "http://10.0.0.1/, is spoken to with TLS only",
    "http://10.0.0.1:5001/, is spoken to with TLS only",
    "ftp://10.0.0.1:5000/, is spoken to with TLS only",
    "file:///etc/passwd, is no address of a server",
    "https://user:word@10.0.0.1/, is no address of a server",
    "https://no_host.example/, is no address of a server",
    "https://nowhere.invalid/, has a name that cannot be resolved",
  })
  void aUriIsAskedOrNot(String uri, String refusal) throws InterruptedException {
    assertThat(new Hosts(Set.of("10.0.0.1:5000")).refusal(URI.create(uri), 20 * SECOND))
        .isEqualTo(java.util.Optional.ofNullable(refusal));
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io, https://registry-1.docker.io",
    "ghcr.io, https://ghcr.io",
    "r.internal:5000, http://r.internal:5000",
    "R.internal:5000, http://R.internal:5000",
    "r.internal, https://r.internal",
  })
  void theServerOfADomain(String domain, String base) {
    assertThat(new Hosts(Set.of("r.internal:5000")).base(domain)).isEqualTo(URI.create(base));
  }

  @Test
  void anOriginIsSchemeHostAndPort() {
    URI one = URI.create("https://r.io/v2/");
    assertThat(Hosts.sameOrigin(one, URI.create("https://R.io:443/x"))).isTrue();
    assertThat(Hosts.sameOrigin(one, URI.create("http://r.io/v2/"))).isFalse();
    assertThat(Hosts.sameOrigin(one, URI.create("https://r.io:444/v2/"))).isFalse();
    assertThat(Hosts.sameOrigin(one, URI.create("https://a.r.io/v2/"))).isFalse();
  }
}

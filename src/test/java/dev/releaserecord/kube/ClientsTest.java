package dev.releaserecord.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import org.junit.jupiter.api.Test;

class ClientsTest {

  private static ConfigBuilder blank() {
    return new ConfigBuilder(Config.empty()).withMasterUrl("https://127.0.0.1:6443");
  }

  @Test
  void whoHasACertificateAndNoTokenHasNothingToRenew() {
    assertThat(Clients.byCertificateAlone(blank().withClientCertData("Y2VydA==").build())).isTrue();
    assertThat(Clients.byCertificateAlone(blank().withClientCertFile("/pki/me.crt").build()))
        .isTrue();
  }

  @Test
  void tokensAreRenewed() {
    assertThat(Clients.byCertificateAlone(blank().build())).isFalse();
    var both = blank().withClientCertData("Y2VydA==");
    assertThat(Clients.byCertificateAlone(both.withOauthToken("t").build())).isFalse();
    assertThat(
            Clients.byCertificateAlone(
                blank().withClientCertData("Y2VydA==").withOauthTokenProvider(() -> "t").build()))
        .isFalse();
    assertThat(
            Clients.byCertificateAlone(
                blank().withClientCertData("Y2VydA==").withUsername("me").build()))
        .isFalse();
  }
}

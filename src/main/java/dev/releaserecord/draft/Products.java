package dev.releaserecord.draft;

import java.util.Locale;
import java.util.Set;

/**
 * Names of images that everybody runs and hardly anybody builds: databases, brokers, proxies, bare
 * systems and languages; and this operator, which is not to restart itself. Only a guess needs
 * them.
 */
final class Products {

  private static final Set<String> NAMES =
      Set.of(
          "alertmanager",
          "alpine",
          "bash",
          "busybox",
          "caddy",
          "cassandra",
          "clickhouse",
          "clickhouse-server",
          "cockroach",
          "consul",
          "couchdb",
          "curl",
          "debian",
          "docker",
          "eclipse-temurin",
          "elasticsearch",
          "envoy",
          "etcd",
          "fluent-bit",
          "golang",
          "grafana",
          "haproxy",
          "hazelcast",
          "httpd",
          "influxdb",
          "jaeger",
          "kafka",
          "keycloak",
          "kibana",
          "kong",
          "kubectl",
          "logstash",
          "loki",
          "mariadb",
          "memcached",
          "minio",
          "mongo",
          "mongodb",
          "mysql",
          "nats",
          "neo4j",
          "nginx",
          "node",
          "oauth2-proxy",
          "openjdk",
          "opensearch",
          "opentelemetry-collector",
          "pause",
          "pgbouncer",
          "php",
          "postgis",
          "postgres",
          "postgresql",
          "prometheus",
          "promtail",
          "python",
          "rabbitmq",
          "redis",
          "redis-cluster",
          "redpanda",
          "registry",
          "release-operator",
          "ruby",
          "solr",
          "telegraf",
          "timescaledb",
          "traefik",
          "ubuntu",
          "valkey",
          "vault",
          "wordpress",
          "zookeeper");

  private Products() {}

  static boolean contains(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT));
  }
}

package dev.releaserecord.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All metrics of the process, the JVM's among them, as a text to be scraped. */
public final class MetricsScrape implements AutoCloseable {

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  /** One answer, in the format that its content type names. */
  public record Scraped(String contentType, String text) {}

  private final PrometheusMeterRegistry registry;
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /**
   * @param clock the process' clock, by which the age of a hold is told
   */
  public MetricsScrape(Clock clock) {
    registry =
        new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT, new PrometheusRegistry(), new WallClock(clock));
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Where meters are registered. */
  public MeterRegistry registry() {
    return registry;
  }

  /**
   * The current values.
   *
   * @param accept the request's Accept header; OpenMetrics only for those who ask for it
   */
  public Scraped scrape(@Nullable String accept) {
    boolean open =
        accept != null && accept.toLowerCase(Locale.ROOT).contains("application/openmetrics-text");
    String type = open ? OPEN_METRICS : PROMETHEUS_TEXT;
    return new Scraped(type, registry.scrape(type));
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private record WallClock(Clock clock) implements io.micrometer.core.instrument.Clock {

    @Override
    public long wallTime() {
      return clock.millis();
    }

    @Override
    public long monotonicTime() {
      return System.nanoTime();
    }
  }
}

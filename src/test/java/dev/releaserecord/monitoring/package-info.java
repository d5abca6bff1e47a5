/** What is shipped for Prometheus and Grafana: that it says what is so, and is heard. */
@NullMarked
package dev.releaserecord.monitoring;

import org.jspecify.annotations.NullMarked;

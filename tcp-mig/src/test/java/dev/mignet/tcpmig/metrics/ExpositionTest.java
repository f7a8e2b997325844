package dev.mignet.tcpmig.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.testing.PrometheusText;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpositionTest {

  @Test
  void a_family_has_its_help_its_type_and_a_line_for_each_sample() {
    Exposition text =
        new Exposition("a")
            .counters("mignet_rejects_total", "Declined.")
            .sample(3, "reason", "busy")
            .sample(0, "reason", "no-room")
            .gauges("mignet_held_packets", "Held.")
            .sample(2);

    assertThat(text)
        .hasToString(
            """
            # HELP mignet_rejects_total Declined.
            # TYPE mignet_rejects_total counter
            mignet_rejects_total{node="a",reason="busy"} 3
            mignet_rejects_total{node="a",reason="no-room"} 0
            # HELP mignet_held_packets Held.
            # TYPE mignet_held_packets gauge
            mignet_held_packets{node="a"} 2
            """);
    assertThat(PrometheusText.read(text.toString())).hasSize(3);
  }

  @Test
  void a_histogram_counts_what_took_no_longer_than_each_bound() {
    Latency latency = new Latency();
    latency.record(900);
    latency.record(90_000);
    latency.record(90_000);
    latency.record(70_000_000_000L); // counts as a minute

    Map<String, Double> samples =
        PrometheusText.read(
            new Exposition("a")
                .histograms("x_seconds", "X.")
                .histogram(latency, "phase", "held")
                .toString());

    String bucket = "x_seconds_bucket{node=\"a\",phase=\"held\",le=\"%s\"}";
    assertThat(samples)
        .containsEntry(bucket.formatted("0.000001"), 1.0)
        .containsEntry(bucket.formatted("0.00005"), 1.0)
        .containsEntry(bucket.formatted("0.0001"), 3.0)
        .containsEntry(bucket.formatted("10"), 3.0)
        .containsEntry(bucket.formatted("+Inf"), 4.0)
        .containsEntry("x_seconds_count{node=\"a\",phase=\"held\"}", 4.0)
        .containsEntry("x_seconds_sum{node=\"a\",phase=\"held\"}", 60.0001809);
  }

  @Test
  void a_histogram_without_a_time_is_a_whole_one() {
    String text =
        new Exposition("a").histograms("x_seconds", "X.").histogram(new Latency()).toString();

    assertThat(PrometheusText.read(text).values()).containsOnly(0.0);
  }

  @Test
  void what_would_end_a_label_or_a_line_is_escaped() {
    String text = new Exposition("a\"b\\c\nd").gauges("x", "One\nline.").sample(1).toString();

    assertThat(text).contains("# HELP x One\\nline.\n", "x{node=\"a\\\"b\\\\c\\nd\"} 1\n");
    assertThat(PrometheusText.read(text)).hasSize(1);
  }
}

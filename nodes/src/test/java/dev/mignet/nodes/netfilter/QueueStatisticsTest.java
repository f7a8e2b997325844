package dev.mignet.nodes.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueueStatisticsTest {
  @Test
  void all_queues_and_both_kinds_of_losses_are_added_up() {
    String text =
        """
            0   4142     3 2   128     7     2      991  1
            5   4143     0 2 65531     0     0       10  1
        """;
    assertThat(QueueStatistics.parse(text)).isEqualTo(new QueueStatistics(1010, 9));
  }

  @Test
  void no_queue_has_lost_nothing() {
    assertThat(QueueStatistics.parse("")).isEqualTo(new QueueStatistics(0, 0));
  }
}

package dev.mignet.tcpmig.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.ScratchNamespaces;
import dev.mignet.tcpmig.san.SanCodec;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.san.SanSeal;
import dev.mignet.tcpmig.settings.Peer;
import dev.mignet.tcpmig.settings.San;
import dev.mignet.tcpmig.wire.FlowKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 *
 *
 * <pre>
 *   [ a: lo ]   a SAN of one node
 * </pre>
 */
@RequiresRoot
class SanChannelIT {
  private static final FlowKey FLOW = new FlowKey(0x0a090101, 40000, 0x0a096401, 80);

  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();

  @Test
  void a_message_for_a_node_that_is_not_known_is_lost_and_counted() {
    NetworkNamespace a = scratch.namespace("a");
    San san = new San("lo", "127.0.0.1", 7000, "", List.of(new Peer(1, "a", "127.0.0.1")));
    try (SanChannel channel =
        a.call(() -> new SanChannel(san, new SanCodec("lab"), new SanSeal(new byte[32])))) {
      channel.send(new SanMessage.Following(1, FLOW), 9);
      channel.sendLater(new SanMessage.CleanUp(1, FLOW), 9);
      channel.send(new SanMessage.Checkpoint(1, FLOW, 1, 0, false, new byte[1000]), 9);
      channel.flushUrgent();
      channel.flush();
      assertThat(channel.unsent()).isEqualTo(3);
      assertThat(channel.sent().sum()).isZero();
    }
  }
}

package dev.mignet.tcpmig.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.Sysctls;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.ScratchNamespaces;
import dev.mignet.tcpmig.wire.FlowKey;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 *
 *
 * <pre>
 *   [ a: lo ]   entries of conntrack that no packet ever meets
 * </pre>
 */
@RequiresRoot
class ClientBytesIT {
  private static final FlowKey FLOW = new FlowKey(0x0a090101, 40000, 0x0a096401, 80);
  private static final FlowKey OTHER = new FlowKey(0x0a090101, 40001, 0x0a096401, 80);
  private static final FlowKey OTHER6 =
      new FlowKey(IpPrefix.address("fd00:9:1::1"), 40001, IpPrefix.address("fd00:9:100::1"), 80);

  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();

  @Test
  void an_entry_has_a_count_where_it_was_made_with_accounting_on() {
    NetworkNamespace a = scratch.namespace("a");
    new Sysctls(a).set("net.netfilter.nf_conntrack_acct", "0");
    reserve(a, FLOW);
    new Sysctls(a).set("net.netfilter.nf_conntrack_acct", "1");
    reserve(a, OTHER);
    reserve(a, OTHER6);

    try (ClientBytes bytes = a.call(ClientBytes::new)) {
      assertThat(bytes.of(FLOW)).isEqualTo(ClientBytes.UNKNOWN);
      assertThat(bytes.of(OTHER)).isZero();
      assertThat(bytes.of(new FlowKey(1, 2, 3, 4))).isEqualTo(ClientBytes.UNKNOWN);
      assertThat(bytes.of(OTHER6)).isZero();
      assertThat(bytes.all()).containsExactlyInAnyOrderEntriesOf(Map.of(OTHER, 0L, OTHER6, 0L));
    }
  }

  private static void reserve(NetworkNamespace a, FlowKey flow) {
    try (Conntrack conntrack = a.call(Conntrack::new)) {
      conntrack.reserve(flow, Mark.HOLD);
      conntrack.check();
    }
  }
}

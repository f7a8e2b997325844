package dev.mignet.nodes.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.NextHop;
import dev.mignet.nodes.net.Route;
import dev.mignet.nodes.net.Sysctls;
import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.ScratchNamespaces;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 *
 *
 * <pre>
 *   [ a: lo 10.9.1.1, tun0 ] ---- this test
 * </pre>
 */
@RequiresRoot
class TunIT {
  private static final int RTMGRP_LINK = 1;

  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();

  @Test
  void packets_come_out_of_the_device_and_go_into_it_without_a_prefix() throws IOException {
    NetworkNamespace a = scratch.namespace("a");
    Sysctls sysctls = new Sysctls(a);
    if (sysctls.has("net.ipv6.conf.default.disable_ipv6")) { // or router solicitations come out
      sysctls.set("net.ipv6.conf.default.disable_ipv6", "1");
    }
    int fd = a.call(() -> Tun.open("tun0"));
    try (DatagramSocket socket = a.call(() -> new DatagramSocket(9000))) {
      assertThat(a.rtnetlink().link("tun0").kind()).isEqualTo("tun");
      a.rtnetlink().addAddress("lo", IpPrefix.parse("10.9.1.1/32"));
      a.rtnetlink().up("tun0");
      a.rtnetlink().addRoute(new Route(IpPrefix.parse("10.9.2.0/24"), NextHop.onLink("tun0")));
      Poller poller = new Poller(1);
      int index = poller.add(fd);

      socket.send(new DatagramPacket(new byte[] {42}, 1, IpPrefix.address("10.9.2.2"), 9001));
      assertThat(poller.poll(5000)).isEqualTo(1);
      assertThat(poller.ready(index)).isTrue();
      NativeBuffer packet = new NativeBuffer(1500);
      assertThat(Syscalls.read(fd, packet.address(), packet.size())).isEqualTo(29);
      assertThat(packet.bytes().get(0)).isEqualTo((byte) 0x45);
      assertThat(packet.bytes().get(28)).isEqualTo((byte) 42);
      assertThat(Syscalls.read(fd, packet.address(), packet.size())).isEqualTo(-Errno.EAGAIN);

      // 10.9.2.2:9001 -> 10.9.1.1:9000, one byte 17, without UDP checksum
      packet
          .bytes()
          .put(
              0,
              HexFormat.of()
                  .parseHex(
                      "4500001d00000000401163bc0a0902020a090101" + "2329232800090000" + "11"));
      assertThat(Syscalls.write(fd, packet.address(), 29)).isEqualTo(29);
      socket.setSoTimeout((int) Patience.of(Duration.ofSeconds(5)).toMillis());
      DatagramPacket received = new DatagramPacket(new byte[8], 8);
      socket.receive(received);
      assertThat(received.getData()[0]).isEqualTo((byte) 17);
    } finally {
      Syscalls.close(fd);
    }
    assertThat(a.rtnetlink().find("tun0")).isEmpty(); // gone with its descriptor
  }

  @Test
  void a_device_has_one_owner_and_a_short_name() {
    NetworkNamespace a = scratch.namespace("a");
    int fd = a.call(() -> Tun.open("tun0"));
    try {
      assertThatThrownBy(() -> a.call(() -> Tun.open("tun0")))
          .hasMessage("create tun tun0: EBUSY (16): Device or resource busy");
      assertThatThrownBy(() -> Tun.open("sixteen-letters!"))
          .isInstanceOf(IllegalArgumentException.class);
    } finally {
      Syscalls.close(fd);
    }
  }

  @Test
  void a_multicast_group_reports_what_others_change() {
    NetworkNamespace a = scratch.namespace("a");
    try (NetlinkSocket events = a.call(() -> NetlinkSocket.open(NetlinkSocket.ROUTE))) {
      events.receiveBuffer(1 << 20);
      events.noEnobufs();
      events.joinGroups(RTMGRP_LINK);
      Poller poller = new Poller(1);
      poller.add(events.fd());
      assertThat(poller.poll(0)).isZero();

      a.rtnetlink().addBridge("br0");
      assertThat(poller.poll(5000)).isEqualTo(1);
      NativeBuffer buffer = new NativeBuffer(8192);
      int length = events.receive(buffer, LinuxConstants.MSG_DONTWAIT);
      assertThat(length).isGreaterThan(NetlinkMessage.HEADER_SIZE + 16);
      NetlinkAttributes attributes = new NetlinkAttributes().wrap(buffer.bytes(), 32, length - 32);
      assertThat(attributes.find(3)).isTrue();
      assertThat(attributes.string()).isEqualTo("br0");
    }
  }
}

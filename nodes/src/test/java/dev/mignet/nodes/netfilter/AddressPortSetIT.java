package dev.mignet.nodes.netfilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.ScratchNamespaces;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@RequiresRoot
class AddressPortSetIT {
  private static final String NAME = "mignet-test";
  private static final int PORT = 5000;
  private static final int OTHER_PORT = 5001;

  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();

  private NetworkNamespace namespace;

  @BeforeEach
  void bringLoopbackUp() {
    namespace = scratch.namespace("set");
    namespace.rtnetlink().up("lo");
  }

  @ParameterizedTest
  @EnumSource
  void a_rule_finds_what_is_in_the_set_and_nothing_else(IpFamily family) throws Exception {
    InetAddress address = IpPrefix.address(family == IpFamily.IPV4 ? "127.0.0.1" : "::1");
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    long high = family == IpFamily.IPV4 ? 0 : bytes.getLong(0);
    long low = family == IpFamily.IPV4 ? bytes.getInt(0) : bytes.getLong(8);
    try (AddressPortSet set = namespace.call(() -> new AddressPortSet(NAME, family));
        ServerSocket server = namespace.call(() -> new ServerSocket(0, 8, address))) {
      Iptables.restore(
          family,
          namespace.path(),
          "*filter\n-A INPUT -p tcp --syn %s -j REJECT --reject-with tcp-reset\nCOMMIT\n"
              .formatted(AddressPortSet.matchSource(NAME)));
      assertThat(connects(address, PORT, server)).isTrue();
      set.add(high, low, PORT);
      set.add(high, low, PORT);
      assertThat(connects(address, PORT, server)).isFalse();
      assertThat(connects(address, OTHER_PORT, server)).isTrue();
      set.remove(high, low, PORT);
      set.remove(high, low, PORT);
      assertThat(connects(address, PORT, server)).isTrue();
      set.check();
      set.add(high, low, PORT);
      try (AddressPortSet again = namespace.call(() -> new AddressPortSet(NAME, family))) {
        assertThat(connects(address, PORT, server)).as("an old set is emptied").isTrue();
        again.check();
      }
    }
  }

  @Test
  void what_the_kernel_refuses_is_heard() {
    assertThatThrownBy(
            () -> namespace.call(() -> new AddressPortSet("a".repeat(32), IpFamily.IPV4)))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("create ipset aaa");
  }

  private boolean connects(InetAddress address, int port, ServerSocket server) throws Exception {
    return namespace.call(
        () -> {
          try (Socket socket = new Socket()) {
            socket.setReuseAddress(true);
            socket.setSoLinger(true, 0); // by a RST, so that the port is free at once
            socket.bind(new InetSocketAddress(address, port));
            socket.connect(server.getLocalSocketAddress());
            server.accept().close();
            return true;
          } catch (ConnectException e) {
            return false;
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}

package dev.mignet.nodes.netfilter;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.NetlinkMessage;
import dev.mignet.nodes.linux.NetlinkRequest;
import dev.mignet.nodes.linux.NetlinkSocket;
import dev.mignet.nodes.net.IpFamily;

/**
 * A set of addresses with TCP ports that rules of iptables can ask: ipset's type hash:ip,port
 * (linux/netfilter/ipset/ip_set.h). The kernel has changed it when a call returns.
 */
public final class AddressPortSet implements AutoCloseable {
  private static final int SUBSYSTEM = 6 << 8; // NFNL_SUBSYS_IPSET
  private static final int CREATE = SUBSYSTEM | 2;
  private static final int FLUSH = SUBSYSTEM | 4;
  private static final int ADD = SUBSYSTEM | 9;
  private static final int DELETE = SUBSYSTEM | 10;

  private static final int PROTOCOL = 1;
  private static final int SET_NAME = 2;
  private static final int TYPE_NAME = 3;
  private static final int REVISION = 4;
  private static final int FAMILY = 5;
  private static final int DATA = 7;

  // In DATA.
  private static final int IP = 1;
  private static final int PORT = 4;
  private static final int TRANSPORT = 7;
  private static final int MOST_ELEMENTS = 19;

  // In IP.
  private static final int IPV4_ADDRESS = 1;
  private static final int IPV6_ADDRESS = 2;

  /** NLA_F_NET_BYTEORDER: the kernel insists. */
  private static final int BIG_ENDIAN = 0x4000;

  /** The oldest protocol that kernels speak. */
  private static final int VERSION = 6;

  private static final int IPPROTO_TCP = 6;
  private static final int MOST = 1 << 20;

  private final NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER);
  private final NativeBuffer request = new NativeBuffer(256);
  private final NativeBuffer answer = new NativeBuffer(1024);
  private final String name;
  private final IpFamily family;

  /**
   * Makes the set in the thread's namespace, or empties the one that is there.
   *
   * @param name at most 31 bytes
   * @throws KernelException where the kernel has no such sets
   */
  public AddressPortSet(String name, IpFamily family) {
    this.name = name;
    this.family = family;
    try {
      socket.execute(
          NetlinkRequest.of(
              "create ipset " + name,
              CREATE,
              NetlinkRequest.NLM_F_CREATE,
              message -> {
                begin(message)
                    .attributeString(TYPE_NAME, "hash:ip,port")
                    .attributeU8(REVISION, 0)
                    .attributeU8(FAMILY, number(family));
                int data = message.beginNest(DATA | NetlinkMessage.NESTED);
                message.attributeBe32(MOST_ELEMENTS | BIG_ENDIAN, MOST).endNest(data);
              }));
      socket.execute(NetlinkRequest.of("flush ipset " + name, FLUSH, 0, this::begin));
    } catch (KernelException e) {
      socket.close();
      throw e;
    }
  }

  /** How a rule of iptables asks for a packet's source. */
  public static String matchSource(String name) {
    return "-m set --match-set " + name + " src,src";
  }

  /**
   * Adds an address with a port; what is there already stays.
   *
   * @param high the upper half of an IPv6 address
   * @param low its lower half, or an IPv4 address in the lower half of that
   */
  public void add(long high, long low, int port) {
    change(ADD, high, low, port);
  }

  /** Removes it; what is not there need not. */
  public void remove(long high, long low, int port) {
    change(DELETE, high, low, port);
  }

  /**
   * Hears what the kernel could not carry out since the last call.
   *
   * @throws KernelException if there was something
   */
  public void check() {
    while (socket.receive(answer, LinuxConstants.MSG_DONTWAIT) > 0) {
      KernelException.check(
          "change ipset " + name, answer.bytes().getInt(NetlinkMessage.HEADER_SIZE));
    }
  }

  private void change(int command, long high, long low, int port) {
    NetlinkMessage message =
        new NetlinkMessage(request.bytes().clear()).begin(command, NetlinkRequest.NLM_F_REQUEST);
    begin(message);
    int data = message.beginNest(DATA | NetlinkMessage.NESTED);
    int ip = message.beginNest(IP | NetlinkMessage.NESTED);
    boolean ipv6 = family == IpFamily.IPV6;
    int address = message.beginNest((ipv6 ? IPV6_ADDRESS : IPV4_ADDRESS) | BIG_ENDIAN);
    message.address(ipv6, high, low).endNest(address);
    message
        .endNest(ip)
        .attributeBe16(PORT | BIG_ENDIAN, port)
        .attributeU8(TRANSPORT, IPPROTO_TCP)
        .endNest(data);
    KernelException.check("change ipset " + name, socket.send(request, 0, message.end()));
  }

  private NetlinkMessage begin(NetlinkMessage message) {
    return message
        .u8(number(family))
        .u8(0)
        .be16(0)
        .attributeU8(PROTOCOL, VERSION)
        .attributeString(SET_NAME, name);
  }

  private static int number(IpFamily family) {
    return switch (family) {
      case IPV4 -> LinuxConstants.AF_INET;
      case IPV6 -> LinuxConstants.AF_INET6;
    };
  }

  @Override
  public void close() {
    socket.close();
  }
}

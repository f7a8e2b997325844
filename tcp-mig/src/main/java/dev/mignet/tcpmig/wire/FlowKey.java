package dev.mignet.tcpmig.wire;

import dev.mignet.nodes.net.IpPrefix;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A connection's four addresses: the client's address and port, the endpoint's address and port.
 * Addresses are 16 bytes, as two longs; those of IPv4 are mapped (RFC 4291, section 2.5.5.2).
 *
 * <p>Mutable so that the packet loop can look up without allocating; a key that stands in a table
 * is never changed.
 */
public final class FlowKey {
  /** Bytes that {@link #write} takes. */
  public static final int LENGTH = 36;

  private long clientHigh;
  private long clientLow;
  private int clientPort;
  private long serverHigh;
  private long serverLow;
  private int serverPort;

  public FlowKey() {}

  /** Of IPv4, with addresses in host order. */
  public FlowKey(int clientAddress, int clientPort, int serverAddress, int serverPort) {
    set(
        MappedAddress.HIGH,
        MappedAddress.low(clientAddress),
        clientPort,
        MappedAddress.HIGH,
        MappedAddress.low(serverAddress),
        serverPort);
  }

  /** Of addresses of the same family. */
  public FlowKey(InetAddress client, int clientPort, InetAddress server, int serverPort) {
    if (client.getAddress().length != server.getAddress().length) {
      throw new IllegalArgumentException(client + " and " + server);
    }
    set(high(client), low(client), clientPort, high(server), low(server), serverPort);
  }

  private static long high(InetAddress address) {
    return address instanceof Inet6Address
        ? ByteBuffer.wrap(address.getAddress()).getLong()
        : MappedAddress.HIGH;
  }

  private static long low(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address ? bytes.getLong(8) : MappedAddress.low(bytes.getInt());
  }

  public FlowKey set(
      long newClientHigh,
      long newClientLow,
      int newClientPort,
      long newServerHigh,
      long newServerLow,
      int newServerPort) {
    clientHigh = newClientHigh;
    clientLow = newClientLow;
    clientPort = newClientPort;
    serverHigh = newServerHigh;
    serverLow = newServerLow;
    serverPort = newServerPort;
    return this;
  }

  /** The connection of a segment that its client has sent. */
  public FlowKey sentByClient(IpView ip, TcpView tcp) {
    return set(
        ip.sourceHigh(),
        ip.sourceLow(),
        tcp.sourcePort(),
        ip.destinationHigh(),
        ip.destinationLow(),
        tcp.destinationPort());
  }

  /** The connection of a segment that its server has sent. */
  public FlowKey sentByServer(IpView ip, TcpView tcp) {
    return set(
        ip.destinationHigh(),
        ip.destinationLow(),
        tcp.destinationPort(),
        ip.sourceHigh(),
        ip.sourceLow(),
        tcp.sourcePort());
  }

  public FlowKey copy() {
    return new FlowKey().set(clientHigh, clientLow, clientPort, serverHigh, serverLow, serverPort);
  }

  /** Whether it is a connection over IPv6. */
  public boolean ipv6() {
    return MappedAddress.isIpv6(serverHigh, serverLow);
  }

  /** The higher eight bytes of the client's address. */
  public long clientHigh() {
    return clientHigh;
  }

  /** The lower eight bytes of the client's address; of IPv4 the lower four are the address. */
  public long clientLow() {
    return clientLow;
  }

  public int clientPort() {
    return clientPort;
  }

  public long serverHigh() {
    return serverHigh;
  }

  public long serverLow() {
    return serverLow;
  }

  public int serverPort() {
    return serverPort;
  }

  /**
   * Writes it at that index of a big-endian buffer: the client's address, the endpoint's, 16 bytes
   * each, then their ports, u16 each.
   */
  public void write(ByteBuffer out, int at) {
    out.putLong(at, clientHigh).putLong(at + 8, clientLow);
    out.putLong(at + 16, serverHigh).putLong(at + 24, serverLow);
    out.putShort(at + 32, (short) clientPort).putShort(at + 34, (short) serverPort);
  }

  /** What {@link #write} has written at that index. */
  public static FlowKey read(ByteBuffer in, int at) {
    return new FlowKey()
        .set(
            in.getLong(at),
            in.getLong(at + 8),
            in.getShort(at + 32) & 0xffff,
            in.getLong(at + 16),
            in.getLong(at + 24),
            in.getShort(at + 34) & 0xffff);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FlowKey key
        && clientPort == key.clientPort
        && clientLow == key.clientLow
        && clientHigh == key.clientHigh
        && serverPort == key.serverPort
        && serverLow == key.serverLow
        && serverHigh == key.serverHigh;
  }

  @Override
  public int hashCode() {
    long addresses = ((clientHigh * 31 + clientLow) * 31 + serverHigh) * 31 + serverLow;
    int hash = (int) (addresses ^ addresses >>> 32) * 31 + (clientPort << 16 | serverPort);
    return hash ^ hash >>> 15;
  }

  /** The client's address; allocates. */
  public InetAddress clientAddress() {
    return MappedAddress.of(clientHigh, clientLow);
  }

  /** The endpoint's address; allocates. */
  public InetAddress serverAddress() {
    return MappedAddress.of(serverHigh, serverLow);
  }

  /** The client's side as people write it: {@code 10.9.1.2:40000}, {@code [fd00::1]:40000}. */
  public String client() {
    return IpPrefix.authority(clientAddress(), clientPort);
  }

  /** The endpoint as people write it. */
  public String server() {
    return IpPrefix.authority(serverAddress(), serverPort);
  }

  @Override
  public String toString() {
    return client() + "->" + server();
  }
}

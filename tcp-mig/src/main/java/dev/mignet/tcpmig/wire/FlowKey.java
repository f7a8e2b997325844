package dev.mignet.tcpmig.wire;

import org.jspecify.annotations.Nullable;

/**
 * A connection's four addresses: the client's address and port, the endpoint's address and port.
 * IPv4, as ints in host order.
 *
 * <p>Mutable so that the packet loop can look up without allocating; a key that stands in a table
 * is never changed.
 */
public final class FlowKey {
  private int clientAddress;
  private int clientPort;
  private int serverAddress;
  private int serverPort;

  public FlowKey() {}

  public FlowKey(int clientAddress, int clientPort, int serverAddress, int serverPort) {
    set(clientAddress, clientPort, serverAddress, serverPort);
  }

  public FlowKey set(
      int newClientAddress, int newClientPort, int newServerAddress, int newServerPort) {
    clientAddress = newClientAddress;
    clientPort = newClientPort;
    serverAddress = newServerAddress;
    serverPort = newServerPort;
    return this;
  }

  public FlowKey copy() {
    return new FlowKey(clientAddress, clientPort, serverAddress, serverPort);
  }

  public int clientAddress() {
    return clientAddress;
  }

  public int clientPort() {
    return clientPort;
  }

  public int serverAddress() {
    return serverAddress;
  }

  public int serverPort() {
    return serverPort;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FlowKey key
        && clientPort == key.clientPort
        && clientAddress == key.clientAddress
        && serverPort == key.serverPort
        && serverAddress == key.serverAddress;
  }

  @Override
  public int hashCode() {
    int hash = (clientAddress * 31 + serverAddress) * 31 + (clientPort << 16 | serverPort);
    return hash ^ hash >>> 15;
  }

  /** The client's side as people write it: {@code 10.9.1.2:40000}. */
  public String client() {
    return dotted(clientAddress) + ":" + clientPort;
  }

  /** The endpoint as people write it. */
  public String server() {
    return dotted(serverAddress) + ":" + serverPort;
  }

  @Override
  public String toString() {
    return client() + "->" + server();
  }

  private static String dotted(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xff)
        + "."
        + (address >>> 8 & 0xff)
        + "."
        + (address & 0xff);
  }
}

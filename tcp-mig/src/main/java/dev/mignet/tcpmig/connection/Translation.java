package dev.mignet.tcpmig.connection;

/**
 * How the numbers of a local socket differ from those that its client knows. Everything in a
 * daemon, and on the SAN, is in the client's space; the socket's own stands only in what the node's
 * kernel logs in OUTPUT, and in what must go past conntrack's translation: segments that are sent
 * to the client through OUTPUT, and the simulated RST.
 *
 * <p>The client's sequence numbers and timestamps are the same on both sides.
 *
 * @param sequence what is added to the socket's sequence numbers to get those that the client sees;
 *     modulo 2^32
 * @param clock by how many ms the socket's timestamps are ahead of those that the client sees;
 *     modulo 2^32
 */
public record Translation(int sequence, int clock) {
  /** The socket has the connection's own numbers. */
  public static final Translation NONE = new Translation(0, 0);

  /** Whether nothing has to be translated. */
  public boolean isNone() {
    return sequence == 0 && clock == 0;
  }

  /** A sequence number of the socket as the client sees it. */
  public int toClient(int ofSocket) {
    return ofSocket + sequence;
  }

  /** A sequence number, or the client's acknowledgment of it, as the socket has it. */
  public int toSocket(int ofClient) {
    return ofClient - sequence;
  }

  /** A timestamp of the server, as the client sees it, as the socket has it. */
  public int clockOfSocket(int ofClient) {
    return ofClient + clock;
  }
}

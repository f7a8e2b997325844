package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.netfilter.Nfnetlink;
import java.nio.ByteBuffer;

/**
 * An NFLOG group (linux/netfilter/nfnetlink_log.h): copies of packets that are not held.
 *
 * <p>The daemon reads it when it has received packets from the queue and before it looks at them.
 * What precedes a request - the handshake, the end of the last response - was logged before the
 * request was queued, so that it needs no wake-up of its own.
 */
public final class PacketLog implements AutoCloseable {
  /** Receives one copy. */
  public interface Handler {
    /**
     * A copy of a packet.
     *
     * @param prefix the first character of the rule's prefix, which tells the rule
     * @param mark the packet's own, 0 for none
     * @param realMillis when it arrived, ms since the epoch, or 0 where the kernel does not tell
     *     (packets that leave)
     * @param packet big endian
     * @param offset of the IP header
     * @param length bytes captured, perhaps fewer than the packet has
     */
    void copy(char prefix, int mark, long realMillis, ByteBuffer packet, int offset, int length);
  }

  /** Bytes that are copied of a packet in which a response begins: room for its head. */
  public static final int HEAD = 1024;

  /** Bytes that are copied of a packet whose headers are wanted: of IP and TCP with options. */
  public static final int HEADERS = 120;

  /** Bytes that are copied of a packet that is wanted whole. */
  public static final int WHOLE = 0xffff;

  private static final int LOG_PACKET = 0x400;
  private static final int LOG_CONFIG = 0x401;
  private static final int CONFIG_COMMAND = 1;
  private static final int CONFIG_MODE = 2;
  private static final int CONFIG_BUFFER = 3;
  private static final int CONFIG_THRESHOLD = 5;
  private static final int COPY_PACKET = 2;
  private static final int BIND = 1;

  private static final int ATTRIBUTE_MARK = 2;
  private static final int ATTRIBUTE_TIMESTAMP = 3;
  private static final int ATTRIBUTE_PAYLOAD = 9;
  private static final int ATTRIBUTE_PREFIX = 10;

  private static final int SLOT = WHOLE + 1024;

  /** What the kernel reserves for a copy that it does not know the size of. */
  private static final int ORDINARY = 2048;

  private static final int RECEIVE_BUFFER = 16 << 20;

  private final Nfnetlink netlink = new Nfnetlink(SLOT, RECEIVE_BUFFER);
  private final Handler handler;
  private final Nfnetlink.Handler reader = this::read;

  /** Binds that group of the thread's namespace. */
  public PacketLog(int group, Handler handler) {
    this.handler = handler;
    netlink.configure("bind NFLOG " + group, LOG_CONFIG, group, CONFIG_COMMAND, new byte[] {BIND});
    byte[] mode = ByteBuffer.allocate(6).putInt(WHOLE).put((byte) COPY_PACKET).array();
    netlink.configure("set NFLOG's copy range", LOG_CONFIG, group, CONFIG_MODE, mode);
    netlink.configure(
        "set NFLOG's buffer", LOG_CONFIG, group, CONFIG_BUFFER, Nfnetlink.be32(ORDINARY));
    netlink.configure(
        "set NFLOG's threshold", LOG_CONFIG, group, CONFIG_THRESHOLD, Nfnetlink.be32(1));
  }

  /** For poll(2). */
  public int fd() {
    return netlink.fd();
  }

  /** Hands over all that was logged. */
  public void drain() {
    while (Nfnetlink.full(netlink.receive(reader, PacketLog::nothing))) {
      // one batch after the other
    }
  }

  private static void nothing() {}

  private void read(int type, ByteBuffer buffer, ByteBuffer bigEndian, int from, int to) {
    if (type != LOG_PACKET) {
      return;
    }
    int payload = Nfnetlink.find(buffer, from, to, ATTRIBUTE_PAYLOAD);
    int prefix = Nfnetlink.find(buffer, from, to, ATTRIBUTE_PREFIX);
    if (payload < 0 || prefix < 0) {
      return;
    }
    int time = Nfnetlink.find(buffer, from, to, ATTRIBUTE_TIMESTAMP);
    long millis =
        time < 0 ? 0 : bigEndian.getLong(time) * 1000 + bigEndian.getLong(time + 8) / 1000;
    int mark = Nfnetlink.find(buffer, from, to, ATTRIBUTE_MARK);
    handler.copy(
        (char) buffer.get(prefix),
        mark < 0 ? 0 : bigEndian.getInt(mark),
        millis,
        bigEndian,
        payload,
        Nfnetlink.length(buffer, payload));
  }

  @Override
  public void close() {
    netlink.close();
  }
}

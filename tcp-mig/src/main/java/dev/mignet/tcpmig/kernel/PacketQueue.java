package dev.mignet.tcpmig.kernel;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.NetlinkRequest;
import dev.mignet.nodes.linux.Syscalls;
import java.nio.ByteBuffer;

/**
 * An NFQUEUE (linux/netfilter/nfnetlink_queue.h): packets wait in the kernel for a verdict, which
 * is sent in batches.
 *
 * <p>Super-packets are not cut (NFQA_CFG_F_GSO), so that one packet may have 64 KB. When the daemon
 * lags the kernel lets packets pass (NFQA_CFG_F_FAIL_OPEN).
 */
public final class PacketQueue implements AutoCloseable {
  /** Receives one packet. */
  public interface Handler {
    /**
     * A packet that waits for its verdict.
     *
     * @param id to be given back with the verdict
     * @param mark the packet's mark (not the connection's)
     * @param packet big endian
     * @param offset of the IP header
     * @param length bytes captured
     */
    void packet(int id, int mark, ByteBuffer packet, int offset, int length);
  }

  private static final int QUEUE_PACKET = 0x300;
  private static final int QUEUE_VERDICT = 0x301;
  private static final int QUEUE_CONFIG = 0x302;
  private static final int CONFIG_COMMAND = 1;
  private static final int CONFIG_PARAMETERS = 2;
  private static final int CONFIG_MAX_LENGTH = 3;
  private static final int CONFIG_MASK = 4;
  private static final int CONFIG_FLAGS = 5;
  private static final int FLAG_FAIL_OPEN = 1;
  private static final int FLAG_GSO = 4;
  private static final int COPY_PACKET = 2;
  private static final int BIND = 1;

  private static final int ATTRIBUTE_HEADER = 1;
  private static final int ATTRIBUTE_VERDICT = 2;
  private static final int ATTRIBUTE_MARK = 3;
  private static final int ATTRIBUTE_PAYLOAD = 10;

  private static final int NF_DROP = 0;
  private static final int NF_ACCEPT = 1;

  private static final int SLOT = 72 * 1024;
  private static final int RECEIVE_BUFFER = 8 << 20;
  private static final int MAX_PACKETS = 16_384;
  private static final int VERDICT_SIZE = 40;
  private static final int VERDICTS = 64;

  private final Nfnetlink netlink = new Nfnetlink(SLOT, RECEIVE_BUFFER);
  private final NativeBuffer verdicts = new NativeBuffer(VERDICTS * VERDICT_SIZE);
  private final Handler handler;
  private final Nfnetlink.Handler reader = this::read;
  private int pending;

  /** Binds that queue of the thread's namespace. */
  public PacketQueue(int number, Handler handler) {
    this.handler = handler;
    netlink.configure(
        "bind NFQUEUE " + number, QUEUE_CONFIG, number, CONFIG_COMMAND, new byte[] {BIND, 0, 0, 0});
    byte[] parameters = ByteBuffer.allocate(5).putInt(0xffff).put((byte) COPY_PACKET).array();
    netlink.configure(
        "set NFQUEUE's copy range", QUEUE_CONFIG, number, CONFIG_PARAMETERS, parameters);
    netlink.configure(
        "set NFQUEUE's length",
        QUEUE_CONFIG,
        number,
        CONFIG_MAX_LENGTH,
        Nfnetlink.be32(MAX_PACKETS));
    byte[] flags = Nfnetlink.be32(FLAG_FAIL_OPEN | FLAG_GSO);
    NetlinkRequest setFlags =
        NetlinkRequest.of(
            "set NFQUEUE's flags",
            QUEUE_CONFIG,
            NetlinkRequest.NLM_F_REQUEST | NetlinkRequest.NLM_F_ACK,
            message ->
                message
                    .u8(0)
                    .u8(0)
                    .be16(number)
                    .attributeBytes(CONFIG_FLAGS, flags)
                    .attributeBytes(CONFIG_MASK, flags));
    netlink.socket().execute(setFlags);
    for (int i = 0; i < VERDICTS; i++) {
      prepareVerdict(i * VERDICT_SIZE, number);
    }
  }

  /** For poll(2). */
  public int fd() {
    return netlink.fd();
  }

  /**
   * Hands over what waits, at most one batch; returns whether there may be more.
   *
   * @param between runs when the batch has been received, before any of it is handed over: what it
   *     reads is as new as the packets
   */
  public boolean receive(Runnable between) {
    return Nfnetlink.full(netlink.receive(reader, between));
  }

  /** The packet goes on, with that mark. */
  public void accept(int id, int mark) {
    verdict(id, NF_ACCEPT, mark);
  }

  public void drop(int id) {
    verdict(id, NF_DROP, 0);
  }

  /** Sends the verdicts that were given; to be called before waiting. */
  public void flush() {
    if (pending > 0) {
      int sent = Syscalls.send(netlink.fd(), verdicts.address(), pending * VERDICT_SIZE, 0);
      pending = 0;
      KernelException.check("send verdicts", sent);
    }
  }

  private void verdict(int id, int verdict, int mark) {
    if (pending == VERDICTS) {
      flush();
    }
    int at = pending++ * VERDICT_SIZE;
    ByteBuffer bytes = verdicts.bytes();
    bytes.putInt(at + 24, Integer.reverseBytes(verdict)).putInt(at + 28, Integer.reverseBytes(id));
    bytes.putInt(at + 36, Integer.reverseBytes(mark));
  }

  /** All that is the same in every verdict: headers, and the attributes' lengths and types. */
  private void prepareVerdict(int at, int queue) {
    ByteBuffer bytes = verdicts.bytes();
    bytes
        .putInt(at, VERDICT_SIZE)
        .putShort(at + 4, (short) QUEUE_VERDICT)
        .putShort(at + 6, (short) NetlinkRequest.NLM_F_REQUEST);
    bytes.putShort(at + 18, Short.reverseBytes((short) queue));
    bytes.putShort(at + 20, (short) 12).putShort(at + 22, (short) ATTRIBUTE_VERDICT);
    bytes.putShort(at + 32, (short) 8).putShort(at + 34, (short) ATTRIBUTE_MARK);
  }

  private void read(int type, ByteBuffer buffer, ByteBuffer bigEndian, int from, int to) {
    if (type != QUEUE_PACKET) {
      return; // the error of a stale verdict
    }
    int header = Nfnetlink.find(buffer, from, to, ATTRIBUTE_HEADER);
    if (header < 0) {
      return;
    }
    int id = bigEndian.getInt(header);
    int markAt = Nfnetlink.find(buffer, from, to, ATTRIBUTE_MARK);
    int mark = markAt < 0 ? 0 : bigEndian.getInt(markAt);
    int payload = Nfnetlink.find(buffer, from, to, ATTRIBUTE_PAYLOAD);
    if (payload < 0) {
      accept(id, mark);
    } else {
      handler.packet(id, mark, bigEndian, payload, Nfnetlink.length(buffer, payload));
    }
  }

  @Override
  public void close() {
    netlink.close();
  }
}

package dev.mignet.nodes.netfilter;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.NativeBuffer;
import dev.mignet.nodes.linux.NetlinkMessage;
import dev.mignet.nodes.linux.NetlinkRequest;
import dev.mignet.nodes.linux.Syscalls;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * An NFQUEUE (linux/netfilter/nfnetlink_queue.h): packets wait in the kernel for a verdict, which
 * is sent in batches.
 */
public final class PacketQueue implements AutoCloseable {
  /** Receives one packet. */
  public interface Handler {
    /** A packet that waits for its verdict, now or later. */
    void packet(QueuedPacket packet);
  }

  /**
   * What the kernel is to do with packets.
   *
   * @param copyRange bytes of each, from the IP header on, that are copied: 1..65535
   * @param most packets that may wait
   * @param failOpen whether more than that pass, rather than being dropped
   * @param superPackets whether those come whole, up to 64 KB and with unfinished checksums, rather
   *     than cut up
   */
  public record Settings(int copyRange, int most, boolean failOpen, boolean superPackets) {}

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

  private static final int ATTRIBUTE_VERDICT = 2;
  private static final int ATTRIBUTE_MARK = 3;
  private static final int ATTRIBUTE_PAYLOAD = 10;

  private static final int NF_DROP = 0;
  private static final int NF_ACCEPT = 1;

  /** What a message has beside the packet's bytes: less than this. */
  private static final int OTHER_ATTRIBUTES = 1024;

  private static final int RECEIVE_BUFFER = 8 << 20;
  private static final int VERDICT_SIZE = 40;
  private static final int VERDICTS = 64;

  /** Headers, verdict, mark, the header of the payload and its padding. */
  private static final int REPLACING_VERDICT_SIZE = 48;

  private final Nfnetlink netlink;
  private final NativeBuffer verdicts = new NativeBuffer(VERDICTS * VERDICT_SIZE);
  private final int number;
  private final Handler handler;
  private final Nfnetlink.Handler reader = this::read;
  private final QueuedPacket view = new QueuedPacket();
  private int pending;

  /**
   * Binds that queue of the thread's namespace.
   *
   * @throws KernelException where another socket has it, or the kernel has no queues
   */
  public PacketQueue(int number, Settings settings, Handler handler) {
    this.number = number;
    this.handler = handler;
    this.netlink = new Nfnetlink(settings.copyRange() + OTHER_ATTRIBUTES, RECEIVE_BUFFER);
    try {
      configure(settings);
    } catch (KernelException e) {
      netlink.close();
      throw e;
    }
    for (int i = 0; i < VERDICTS; i++) {
      prepareVerdict(i * VERDICT_SIZE);
    }
  }

  private void configure(Settings settings) {
    netlink.configure(
        "bind NFQUEUE " + number, QUEUE_CONFIG, number, CONFIG_COMMAND, new byte[] {BIND, 0, 0, 0});
    byte[] parameters =
        ByteBuffer.allocate(5).putInt(settings.copyRange()).put((byte) COPY_PACKET).array();
    netlink.configure(
        "set NFQUEUE's copy range", QUEUE_CONFIG, number, CONFIG_PARAMETERS, parameters);
    netlink.configure(
        "set NFQUEUE's length",
        QUEUE_CONFIG,
        number,
        CONFIG_MAX_LENGTH,
        Nfnetlink.be32(settings.most()));
    byte[] flags =
        Nfnetlink.be32(
            (settings.failOpen() ? FLAG_FAIL_OPEN : 0) | (settings.superPackets() ? FLAG_GSO : 0));
    byte[] mask = Nfnetlink.be32(FLAG_FAIL_OPEN | FLAG_GSO);
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
                    .attributeBytes(CONFIG_MASK, mask));
    netlink.socket().execute(setFlags);
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

  /** The packet goes no further. */
  public void drop(int id) {
    verdict(id, NF_DROP, 0);
  }

  /**
   * The packet goes on with other bytes.
   *
   * @param packet all of it, from the IP header on
   */
  public void acceptAs(int id, int mark, byte[] packet) {
    flush(); // or an earlier packet would be overtaken
    NativeBuffer buffer = new NativeBuffer(packet.length + REPLACING_VERDICT_SIZE);
    try {
      NetlinkMessage message =
          new NetlinkMessage(buffer.bytes()).begin(QUEUE_VERDICT, NetlinkRequest.NLM_F_REQUEST);
      message.u8(0).u8(0).be16(number);
      int verdict = message.beginNest(ATTRIBUTE_VERDICT);
      message.be32(NF_ACCEPT).be32(id).endNest(verdict).attributeBe32(ATTRIBUTE_MARK, mark);
      int length = message.attributeBytes(ATTRIBUTE_PAYLOAD, packet).end();
      KernelException.check(
          "replace a packet", Syscalls.send(netlink.fd(), buffer.address(), length, 0));
    } finally {
      Reference.reachabilityFence(buffer); // the kernel knows its address only
    }
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
  private void prepareVerdict(int at) {
    ByteBuffer bytes = verdicts.bytes();
    bytes
        .putInt(at, VERDICT_SIZE)
        .putShort(at + 4, (short) QUEUE_VERDICT)
        .putShort(at + 6, (short) NetlinkRequest.NLM_F_REQUEST);
    bytes.putShort(at + 18, Short.reverseBytes((short) number));
    bytes.putShort(at + 20, (short) 12).putShort(at + 22, (short) ATTRIBUTE_VERDICT);
    bytes.putShort(at + 32, (short) 8).putShort(at + 34, (short) ATTRIBUTE_MARK);
  }

  private void read(int type, ByteBuffer buffer, ByteBuffer bigEndian, int from, int to) {
    // otherwise the error of a stale verdict
    if (type == QUEUE_PACKET && view.wrap(buffer, bigEndian, from, to)) {
      handler.packet(view);
    }
  }

  @Override
  public void close() {
    netlink.close();
  }
}

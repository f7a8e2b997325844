package dev.mignet.nodes.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers to a run of requests with consecutive sequence numbers: takes datagrams, keeps the
 * replies, knows when every request has had its acknowledgement or the end of its dump. Pure, so
 * that a test feeds it bytes.
 */
final class NetlinkExchange {
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int NLM_F_DUMP_INTR = 0x10;
  private static final int NLM_F_CAPPED = 0x100;
  private static final int NLM_F_ACK_TLVS = 0x200;
  private static final int NLMSGERR_ATTR_MSG = 1;

  private final List<NetlinkRequest> requests;
  private final int firstSequence;
  private final List<NetlinkReply> replies = new ArrayList<>();
  private int open;
  private boolean interrupted;
  private @Nullable KernelException failure;

  NetlinkExchange(List<NetlinkRequest> requests, int firstSequence) {
    this.requests = requests;
    this.firstSequence = firstSequence;
    this.open = requests.size();
  }

  /**
   * Takes {@code length} bytes from index 0 of {@code datagram}; returns whether everything is
   * answered.
   */
  boolean accept(ByteBuffer datagram, int length) {
    int at = 0;
    while (length - at >= NetlinkMessage.HEADER_SIZE) {
      int size = datagram.getInt(at);
      if (size < NetlinkMessage.HEADER_SIZE || size > length - at) {
        break;
      }
      int index = datagram.getInt(at + 8) - firstSequence;
      if (index >= 0
          && index < requests.size()) { // otherwise a multicast, or of an earlier request
        message(datagram, at, size, requests.get(index));
      }
      at += size + 3 & ~3;
    }
    return open == 0;
  }

  /** The kernel says that the dump may be inconsistent, because what it lists changed meanwhile. */
  boolean interrupted() {
    return interrupted;
  }

  /** The replies in the order received, or the first error. */
  List<NetlinkReply> result() {
    if (failure != null) {
      throw failure;
    }
    return replies;
  }

  private void message(ByteBuffer datagram, int at, int size, NetlinkRequest request) {
    int type = datagram.getShort(at + 4) & 0xffff;
    int flags = datagram.getShort(at + 6) & 0xffff;
    interrupted |= (flags & NLM_F_DUMP_INTR) != 0;
    int body = at + NetlinkMessage.HEADER_SIZE;
    switch (type) {
      case NLMSG_ERROR, NLMSG_DONE -> {
        open--;
        int error = size >= NetlinkMessage.HEADER_SIZE + 4 ? datagram.getInt(body) : 0;
        if (error < 0 && failure == null) {
          failure =
              new KernelException(
                  request.operation(), -error, detail(datagram, at, size, type, flags));
        }
      }
      default -> {
        byte[] copy = new byte[size - NetlinkMessage.HEADER_SIZE];
        datagram.get(body, copy);
        replies.add(new NetlinkReply(type, ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder())));
      }
    }
  }

  /**
   * The extended acknowledgement's text: attributes behind the error code and (part of) the
   * request's echo.
   */
  private static @Nullable String detail(
      ByteBuffer datagram, int at, int size, int type, int flags) {
    if ((flags & NLM_F_ACK_TLVS) == 0) {
      return null;
    }
    int skip = NetlinkMessage.HEADER_SIZE + 4;
    if (type == NLMSG_ERROR) {
      int echoed = datagram.getInt(at + skip);
      skip += (flags & NLM_F_CAPPED) != 0 ? NetlinkMessage.HEADER_SIZE : echoed + 3 & ~3;
    }
    NetlinkAttributes attributes = new NetlinkAttributes().wrap(datagram, at + skip, size - skip);
    return attributes.find(NLMSGERR_ATTR_MSG) ? attributes.string() : null;
  }
}

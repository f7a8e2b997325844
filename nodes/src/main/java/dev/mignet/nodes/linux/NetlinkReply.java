package dev.mignet.nodes.linux;

import java.nio.ByteBuffer;

/**
 * One message of an answer.
 *
 * @param type nlmsg_type
 * @param body what follows the netlink header, from index 0, in native byte order; the reply's own
 *     copy
 */
public record NetlinkReply(int type, ByteBuffer body) {
  /**
   * The attributes behind the family's own header.
   *
   * @param headerSize bytes of that header, such as 16 for struct ifinfomsg
   */
  public NetlinkAttributes attributes(int headerSize) {
    return new NetlinkAttributes().wrap(body, headerSize, body.limit() - headerSize);
  }
}

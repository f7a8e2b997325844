package dev.mignet.tcpmig.machine;

import dev.mignet.tcpmig.wire.IpView;
import dev.mignet.tcpmig.wire.SegmentWriter;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.ByteBuffer;

/** A packet of a fuzzed client, written anew into the same bytes each time. */
final class ScriptedPacket {
  private static final byte[] NOTHING = {};

  private final ByteBuffer bytes = ByteBuffer.allocate(2048);
  private final SegmentWriter writer = new SegmentWriter(bytes);
  private final IpView ip = new IpView();
  private final TcpView view = new TcpView();

  void write(int sequence, int acknowledgment, int flags, byte[] data) {
    writer.beginOfClient(TimeLine.FLOW, 0, sequence, acknowledgment, flags, 64).timestamps(7, 8);
    int length = writer.finish(data, 0, data.length);
    if (!ip.wrap(bytes, 0, length) || !view.wrap(bytes, ip)) {
      throw new IllegalStateException("malformed");
    }
  }

  TcpView syn(int isn) {
    write(isn, 0, TcpView.SYN, NOTHING);
    return view;
  }

  TcpView view() {
    return view;
  }

  ByteBuffer bytes() {
    return bytes;
  }
}

package dev.mignet.apache.trace;

import dev.mignet.apache.capture.Frame;
import dev.mignet.tcpmig.san.SanCodec;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.san.SanSeal;
import dev.mignet.tcpmig.wire.FlowKey;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A recording line by line. Each packet has its way, such as {@code client:eth0 front:eth0
 * front:eth1 a:eth0}, and is seen there one microsecond after the other.
 */
final class ScriptedRecording {
  private static final int CLIENT = 0x0a090101;
  private static final int SERVER = 0x0a096401;
  static final FlowKey FLOW = new FlowKey(CLIENT, 40000, SERVER, 80);
  static final int CLIENT_ISN = 1000;
  static final int SERVER_ISN = 5000;

  private static final int TCP = 6;
  private static final int UDP = 17;

  private final Map<String, List<Frame>> frames = new LinkedHashMap<>();
  private final List<StateChange> changes = new ArrayList<>();
  private long micros;
  private int ipId;

  /** All that comes now is so much later. */
  ScriptedRecording after(long moreMicros) {
    micros += moreMicros;
    return this;
  }

  /** A segment of the client; numbers are relative. */
  ScriptedRecording client(String way, int flags, int seq, int ack, int length) {
    return packet(way, TCP, CLIENT, SERVER, tcp(true, flags, seq, ack, length));
  }

  /** A segment of a server. */
  ScriptedRecording server(String way, int flags, int seq, int ack, int length) {
    return packet(way, TCP, SERVER, CLIENT, tcp(false, flags, seq, ack, length));
  }

  private static byte[] tcp(boolean ofClient, int flags, int seq, int ack, int length) {
    int acknowledged = (flags & TcpView.ACK) == 0 ? 0 : ack + (ofClient ? SERVER_ISN : CLIENT_ISN);
    return ByteBuffer.allocate(20 + length)
        .putShort((short) (ofClient ? FLOW.clientPort() : FLOW.serverPort()))
        .putShort((short) (ofClient ? FLOW.serverPort() : FLOW.clientPort()))
        .putInt(seq + (ofClient ? CLIENT_ISN : SERVER_ISN))
        .putInt(acknowledged)
        .putShort((short) (0x5000 | flags))
        .putShort((short) 500)
        .array();
  }

  /** A datagram on the SAN, from a node with that number to one with that. */
  ScriptedRecording san(String way, int from, int to, SanMessage... messages) {
    ByteBuffer udp = ByteBuffer.allocate(2000);
    udp.putShort((short) 7777).putShort((short) 7777).putInt(0);
    ByteBuffer datagram = udp.slice();
    for (SanMessage message : messages) {
      new SanCodec("lab").write(message, datagram);
    }
    new SanSeal(new byte[32]).seal(datagram, from, to);
    byte[] bytes = new byte[8 + datagram.position()];
    udp.putShort(4, (short) bytes.length).get(0, bytes);
    return packet(way, UDP, 0x0a090300 + from, 0x0a090300 + to, bytes);
  }

  private ScriptedRecording packet(
      String way, int protocol, int source, int destination, byte[] payload) {
    ipId++;
    for (String place : way.split(" ", -1)) {
      String node = place.substring(0, place.indexOf(':'));
      ByteBuffer frame = ByteBuffer.allocate(14 + 20 + payload.length);
      frame.putShort(12, (short) 0x0800).position(14);
      frame.putShort((short) 0x4500).putShort((short) (20 + payload.length));
      frame.putShort((short) ipId).putShort((short) 0x4000);
      frame.put((byte) (64 - frames.size())).put((byte) protocol).putShort((short) 0);
      frame.putInt(source).putInt(destination).put(payload).rewind();
      String device = place.substring(place.indexOf(':') + 1);
      frames
          .computeIfAbsent(node, key -> new ArrayList<>())
          .add(new Frame(device, micros++ * 1000, frame));
    }
    return this;
  }

  /** A line of an event log. */
  ScriptedRecording event(String node, String event, String state) {
    changes.add(new StateChange(micros++ * 1000, node, event, "", FLOW.client(), state, ""));
    return this;
  }

  Recording recording() {
    return new Recording(frames, changes);
  }

  static SanMessage.Syn syn(long id) {
    return new SanMessage.Syn(
        id,
        FLOW,
        CLIENT_ISN,
        CLIENT_ISN + 1,
        SERVER_ISN + 1,
        500,
        1,
        1,
        1,
        1,
        0,
        1460,
        7,
        7,
        true,
        true,
        false,
        0);
  }

  static SanMessage.Checkpoint checkpoint(long id, int start, int length) {
    return new SanMessage.Checkpoint(id, FLOW, CLIENT_ISN + start, 0, false, new byte[length]);
  }
}

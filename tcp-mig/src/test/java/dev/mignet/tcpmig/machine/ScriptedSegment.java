package dev.mignet.tcpmig.machine;

import dev.mignet.tcpmig.wire.IpView;
import dev.mignet.tcpmig.wire.SegmentWriter;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A segment from a line of a script, as real bytes under the real views.
 *
 * <pre>
 *   [FLAGS] FROM:TO [ack N] [win N] [ts VAL ECR | ts off] [DATA]
 *   FLAGS   F, R, S, U: FIN, RST, SYN, URG; FROM:TO counts data only
 *   DATA    GET /path [Field: value]  a whole request head, filled up to TO
 *           GET /path ...             its first part, filled up to TO
 *           ... end                   filling and the empty line
 *           nothing                   filling
 * </pre>
 */
final class ScriptedSegment {
  private static final Pattern LINE =
      Pattern.compile(
          "(?:([FRSU]+) )?(\\d+):(\\d+)(?: ack (\\d+))?(?: win (\\d+))?"
              + "(?: ts (?:(\\d+) (\\d+)|(off)))?(?: (.*))?");

  private final ByteBuffer packet = ByteBuffer.allocate(65536);
  private final TcpView view = new TcpView();

  /**
   * A segment; its timestamps, if the line says nothing, are those two.
   *
   * @param payload its data where the line does not tell them
   */
  ScriptedSegment(String line, byte @Nullable [] payload, int tsVal, int tsEcr) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no segment: " + line);
    }
    int from = number(parts.group(2), 0);
    byte[] data =
        payload != null ? payload : data(number(parts.group(3), 0) - from, parts.group(9));
    SegmentWriter writer = new SegmentWriter(packet);
    int flags = flags(parts.group(1)) | (parts.group(4) == null ? 0 : TcpView.ACK);
    int ack = number(parts.group(4), 0);
    writer.beginOfClient(TimeLine.FLOW, 0, from, ack, flags, number(parts.group(5), 64));
    if (parts.group(8) == null) {
      writer.timestamps(number(parts.group(6), tsVal), number(parts.group(7), tsEcr));
    }
    int length = writer.finish(data, 0, data.length);
    IpView ip = new IpView();
    if (!ip.wrap(packet, 0, length) || !view.wrap(packet, ip)) {
      throw new IllegalArgumentException("malformed: " + line);
    }
  }

  TcpView view() {
    return view;
  }

  ByteBuffer packet() {
    return packet;
  }

  private static int flags(@Nullable String letters) {
    int flags = 0;
    for (char letter : letters == null ? new char[0] : letters.toCharArray()) {
      flags |=
          switch (letter) {
            case 'F' -> TcpView.FIN;
            case 'R' -> TcpView.RST;
            case 'U' -> TcpView.URG;
            default -> TcpView.SYN;
          };
    }
    return flags;
  }

  private static int number(@Nullable String digits, int absent) {
    return digits == null ? absent : Integer.parseUnsignedInt(digits);
  }

  /** As many bytes of data as told, made of that text. */
  static byte[] data(int length, @Nullable String text) {
    String head;
    String tail = "";
    if (text == null) {
      head = "";
    } else if (text.equals("... end")) {
      head = "";
      tail = "\r\n\r\n";
    } else {
      String[] words = text.split(" ", 3);
      String rest = words.length == 3 ? words[2] : "";
      head = words[0] + " " + words[1] + " HTTP/1.1\r\n";
      if (rest.equals("...")) {
        head += "X:";
      } else {
        head += (rest.isEmpty() ? "" : rest + "\r\n") + "X:";
        tail = "\r\n\r\n";
      }
    }
    int filling = length - head.length() - tail.length();
    if (filling < 0) {
      throw new IllegalArgumentException("no room for " + text + " in " + length + " bytes");
    }
    return (head + "x".repeat(filling) + tail).getBytes(StandardCharsets.US_ASCII);
  }
}

package dev.mignet.nodes.netfilter;

import dev.mignet.nodes.net.IpFamily;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Classic BPF for the match bpf of iptables and ip6tables (the kernel's net/ipv4 socket filters;
 * the form of nfbpf_compile), on a TCP segment from its IP header on.
 */
public final class SegmentPrograms {
  /** X := 4 * IHL. */
  private static final String IPV4_HEADER = "177 0 0 0";

  /** X := 40. */
  private static final String IPV6_HEADER = "1 0 0 40";

  /** A := (data offset byte & 0xf0) / 4 + X; X := A, the length of both headers. */
  private static final String TCP_HEADER = "80 0 0 12,84 0 0 240,116 0 0 2,12 0 0 0,7 0 0 0";

  /** A := total length - X. */
  private static final String IPV4_DATA = "40 0 0 2,28 0 0 0";

  /** A := payload length + 40 - X. */
  private static final String IPV6_DATA = "40 0 0 4,4 0 0 40,28 0 0 0";

  /** The longest text that {@link #beginsWith} looks for: a program has 64 instructions at most. */
  public static final int LONGEST_TEXT = 88;

  private static final String MATCH = "6 0 0 65535";
  private static final String NO_MATCH = "6 0 0 0";

  private SegmentPrograms() {}

  /** Matches segments with data. */
  public static String hasData(IpFamily family) {
    return of(family, true, "37 0 1 0," + MATCH + ',' + NO_MATCH);
  }

  /** Matches segments without data. */
  public static String hasNoData(IpFamily family) {
    return of(family, false, "37 1 0 0," + MATCH + ',' + NO_MATCH);
  }

  /**
   * Matches segments whose data begin with that text.
   *
   * @param text of 1 to {@link #LONGEST_TEXT} bytes
   */
  public static String beginsWith(IpFamily family, byte[] text) {
    ByteBuffer bytes = ByteBuffer.wrap(text); // big endian, as the kernel loads
    List<String> loads = new ArrayList<>();
    List<Integer> values = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int at = bytes.position();
      if (bytes.remaining() >= Integer.BYTES) {
        loads.add("64 0 0 " + at);
        values.add(bytes.getInt());
      } else if (bytes.remaining() >= Short.BYTES) {
        loads.add("72 0 0 " + at);
        values.add((int) bytes.getShort() & 0xffff);
      } else {
        loads.add("80 0 0 " + at);
        values.add(bytes.get() & 0xff);
      }
    }
    StringJoiner end = new StringJoiner(",");
    int left = 2 * loads.size() + 1; // to NO_MATCH
    end.add("53 0 " + left + ' ' + text.length);
    for (int i = 0; i < loads.size(); i++) {
      left -= 2;
      end.add(loads.get(i)).add("21 0 " + left + ' ' + Integer.toUnsignedString(values.get(i)));
    }
    return of(family, false, end.add(MATCH).add(NO_MATCH).toString());
  }

  /**
   * A program that ends in these instructions; they find the length of both headers in X, and that
   * of the data in A.
   *
   * @param extended whether IPv6 packets with extension headers match, which no program looks
   *     behind
   */
  public static String of(IpFamily family, boolean extended, String end) {
    String program =
        switch (family) {
          case IPV4 -> String.join(",", IPV4_HEADER, TCP_HEADER, IPV4_DATA, end);
          case IPV6 -> String.join(",", onlyTcp(extended), IPV6_HEADER, TCP_HEADER, IPV6_DATA, end);
        };
    return program.split(",", -1).length + "," + program;
  }

  /**
   * Two instructions: A := index of the packet's byte so many before its end.
   *
   * @param bytes at most 40
   */
  public static String beforeEnd(IpFamily family, int bytes) {
    return switch (family) {
      case IPV4 -> "40 0 0 2,20 0 0 " + bytes;
      case IPV6 -> "40 0 0 4,4 0 0 " + (40 - bytes);
    };
  }

  /** Returns if the next header is another one than TCP's. */
  private static String onlyTcp(boolean otherwise) {
    return "48 0 0 6,21 1 0 6,6 0 0 " + (otherwise ? 65535 : 0);
  }
}

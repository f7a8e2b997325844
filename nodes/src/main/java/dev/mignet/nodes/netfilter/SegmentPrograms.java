package dev.mignet.nodes.netfilter;

/**
 * Classic BPF for the match bpf of iptables (the kernel's net/ipv4 socket filters; the form of
 * nfbpf_compile), on a TCP segment from its IPv4 header on.
 */
public final class SegmentPrograms {
  /**
   * Six instructions: X := 4 * IHL; A := (data offset byte & 0xf0) / 4 + X, the length of both
   * headers, in A and X.
   */
  public static final String HEADERS = "177 0 0 0,80 0 0 12,84 0 0 240,116 0 0 2,12 0 0 0,7 0 0 0";

  /** Two more: A := total length less headers. */
  public static final String TOTAL_LESS_HEADERS = "40 0 0 2,28 0 0 0";

  /** Total length minus headers > 0. */
  public static final String HAS_DATA =
      "11," + HEADERS + "," + TOTAL_LESS_HEADERS + ",37 0 1 0,6 0 0 65535,6 0 0 0";

  /** Total length minus headers = 0. */
  public static final String HAS_NO_DATA =
      "11," + HEADERS + "," + TOTAL_LESS_HEADERS + ",37 1 0 0,6 0 0 65535,6 0 0 0";

  private SegmentPrograms() {}
}

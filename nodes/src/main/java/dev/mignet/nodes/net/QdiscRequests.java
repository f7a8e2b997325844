package dev.mignet.nodes.net;

import dev.mignet.nodes.linux.NetlinkAttributes;
import dev.mignet.nodes.linux.NetlinkMessage;
import dev.mignet.nodes.linux.NetlinkReply;
import dev.mignet.nodes.linux.NetlinkRequest;

/** Builds and reads the messages about root qdiscs: RTM_*QDISC, linux/pkt_sched.h. Pure. */
final class QdiscRequests {
  private static final int RTM_NEWQDISC = 36;
  private static final int RTM_DELQDISC = 37;
  private static final int RTM_GETQDISC = 38;
  private static final int TCMSG_SIZE = 20;
  private static final int TC_H_ROOT = -1;

  private static final int TCA_KIND = 1;
  private static final int TCA_OPTIONS = 2;
  private static final int TCA_STATS2 = 7;
  private static final int TCA_STATS_BASIC = 1;
  private static final int TCA_STATS_QUEUE = 3;
  private static final int TCA_TBF_PARMS = 1;
  private static final int TCA_TBF_RATE64 = 4;
  private static final int TCA_TBF_BURST = 6;
  private static final int TCA_NETEM_REORDER = 3;
  private static final int TCA_NETEM_CORRUPT = 4;
  private static final int TCA_NETEM_RATE = 6;
  private static final int TCA_NETEM_RATE64 = 8;
  private static final int TCA_NETEM_LATENCY64 = 10;
  private static final int TCA_NETEM_JITTER64 = 11;
  private static final int TCA_NETEM_PRNG_SEED = 14;
  private static final int LINKLAYER_ETHERNET = 1;

  /** Packets under way and waiting: more than any link here has. */
  private static final int NETEM_LIMIT = 100_000;

  private static final int NETEM_HANDLE = 0x0001_0000;
  private static final int NETEM_CLASS = 0x0001_0001;
  private static final long RATE_LIMIT = 1L << 32;

  private QdiscRequests() {}

  /**
   * No rate table is sent: with the link layer set and the burst in bytes, the kernel needs none.
   *
   * <pre>
   * struct tc_tbf_qopt, 36 bytes: rate (12), peak rate (12), limit, buffer, mtu (4 each)
   * struct tc_ratespec: u8 cell_log, u8 linklayer, u16 overhead, s16 cell_align, u16 mpu, u32 bytes/s
   * </pre>
   */
  static NetlinkRequest replaceTbf(String device, int index, Tbf tbf) {
    return tbf(device, index, TC_H_ROOT, tbf);
  }

  /** Below the netem that {@link #replaceNetem} made. */
  static NetlinkRequest tbfBelowNetem(String device, int index, Tbf tbf) {
    return tbf(device, index, NETEM_CLASS, tbf);
  }

  private static NetlinkRequest tbf(String device, int index, int parent, Tbf tbf) {
    return NetlinkRequest.of(
        "shape " + device,
        RTM_NEWQDISC,
        NetlinkRequest.NLM_F_CREATE | NetlinkRequest.NLM_F_REPLACE,
        message -> {
          header(message, index, parent).attributeString(TCA_KIND, "tbf");
          int options = message.beginNest(TCA_OPTIONS);
          int parameters = message.beginNest(TCA_TBF_PARMS);
          long rate = tbf.bytesPerSecond();
          message.u8(0).u8(LINKLAYER_ETHERNET).u16(tbf.overhead()).u16(0).u16(tbf.minimum());
          message.u32(rate < RATE_LIMIT ? (int) rate : -1);
          message.u32(0).u32(0).u32(0).u32(tbf.limit()).u32(0).u32(0).endNest(parameters);
          if (rate >= RATE_LIMIT) {
            message.attributeU64(TCA_TBF_RATE64, rate);
          }
          message.attributeU32(TCA_TBF_BURST, tbf.burst()).endNest(options);
        });
  }

  /**
   * The options are a structure with attributes behind it.
   *
   * <pre>
   * struct tc_netem_qopt, 24 bytes: latency, limit, loss, gap, duplicate, jitter (4 each)
   * struct tc_netem_reorder, tc_netem_corrupt: probability, correlation (4 each)
   * struct tc_netem_rate: u32 bytes/s, s32 packet overhead, u32 cell size, s32 cell overhead
   * </pre>
   */
  static NetlinkRequest replaceNetem(String device, int index, Netem netem) {
    return NetlinkRequest.of(
        "impair " + device,
        RTM_NEWQDISC,
        NetlinkRequest.NLM_F_CREATE | NetlinkRequest.NLM_F_REPLACE,
        message -> {
          message.u32(0).u32(index).u32(NETEM_HANDLE).u32(TC_H_ROOT).u32(0);
          message.attributeString(TCA_KIND, "netem");
          int options = message.beginNest(TCA_OPTIONS);
          // a share of packets is reordered, not each of so many: a gap of 1
          int gap = netem.reorder() > 0 ? 1 : 0;
          message.u32(0).u32(NETEM_LIMIT).u32(probability(netem.loss())).u32(gap);
          message.u32(probability(netem.duplicate())).u32(0);
          message.attributeU64(TCA_NETEM_LATENCY64, netem.delayNanos());
          message.attributeU64(TCA_NETEM_JITTER64, netem.jitterNanos());
          share(message, TCA_NETEM_REORDER, netem.reorder());
          share(message, TCA_NETEM_CORRUPT, netem.corrupt());
          if (netem.bytesPerSecond() != Netem.NO_RATE) {
            rate(message, netem);
          }
          message.attributeU64(TCA_NETEM_PRNG_SEED, netem.seed()).endNest(options);
        });
  }

  private static void rate(NetlinkMessage message, Netem netem) {
    long rate = netem.bytesPerSecond();
    int nest = message.beginNest(TCA_NETEM_RATE);
    message.u32(rate < RATE_LIMIT ? (int) rate : -1).u32(netem.overhead()).u32(0).u32(0);
    message.endNest(nest);
    if (rate >= RATE_LIMIT) {
      message.attributeU64(TCA_NETEM_RATE64, rate);
    }
  }

  private static void share(NetlinkMessage message, int attribute, double share) {
    if (share > 0) {
      int nest = message.beginNest(attribute);
      message.u32(probability(share)).u32(0).endNest(nest);
    }
  }

  /** 2^32 - 1 stands for all. */
  private static int probability(double share) {
    return (int) Math.round(share * (double) 0xffffffffL);
  }

  /** Drops all that is sent. */
  static NetlinkRequest replaceBlackhole(String device, int index) {
    return NetlinkRequest.of(
        "cut " + device,
        RTM_NEWQDISC,
        NetlinkRequest.NLM_F_CREATE | NetlinkRequest.NLM_F_REPLACE,
        message -> header(message, index, TC_H_ROOT).attributeString(TCA_KIND, "blackhole"));
  }

  static NetlinkRequest deleteRoot(String device, int index) {
    return NetlinkRequest.of(
        "delete qdisc of " + device, RTM_DELQDISC, 0, message -> header(message, index, TC_H_ROOT));
  }

  /** The dump ignores the index in older kernels: filter with {@link #isRootOf}. */
  static NetlinkRequest list(int index) {
    return NetlinkRequest.of(
        "list qdiscs",
        RTM_GETQDISC,
        NetlinkRequest.NLM_F_DUMP,
        message -> header(message, index, 0));
  }

  static boolean isRootOf(NetlinkReply reply, int index) {
    return reply.body().getInt(4) == index && reply.body().getInt(12) == TC_H_ROOT;
  }

  static boolean isBelowRootOf(NetlinkReply reply, int index) {
    return reply.body().getInt(4) == index && reply.body().getInt(12) != TC_H_ROOT;
  }

  static QdiscStatistics read(NetlinkReply reply) {
    NetlinkAttributes attributes = reply.attributes(TCMSG_SIZE);
    String kind = attributes.find(TCA_KIND) ? attributes.string() : "";
    NetlinkAttributes stats = new NetlinkAttributes();
    if (attributes.find(TCA_STATS2)) {
      attributes.nested(stats);
    }
    var body = reply.body();
    long bytes = 0;
    long packets = 0;
    if (stats.find(TCA_STATS_BASIC)) { // struct gnet_stats_basic {u64 bytes, u32 packets}
      bytes = body.getLong(stats.offset());
      packets = Integer.toUnsignedLong(body.getInt(stats.offset() + 8));
    }
    if (!stats.find(TCA_STATS_QUEUE)) {
      return new QdiscStatistics(kind, bytes, packets, 0, 0, 0, 0);
    }
    int at =
        stats.offset(); // struct gnet_stats_queue {u32 qlen, backlog, drops, requeues, overlimits}
    return new QdiscStatistics(
        kind,
        bytes,
        packets,
        Integer.toUnsignedLong(body.getInt(at + 8)),
        Integer.toUnsignedLong(body.getInt(at + 16)),
        Integer.toUnsignedLong(body.getInt(at + 4)),
        Integer.toUnsignedLong(body.getInt(at)));
  }

  /** struct tcmsg {u8 family, 3 bytes, s32 index, u32 handle, u32 parent, u32 info}. */
  private static NetlinkMessage header(NetlinkMessage message, int index, int parent) {
    return message.u32(0).u32(index).u32(0).u32(parent).u32(0);
  }
}

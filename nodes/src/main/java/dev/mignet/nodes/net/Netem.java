package dev.mignet.nodes.net;

/**
 * A netem qdisc at the root of an interface's egress (tc-netem(8), net/sched/sch_netem.c).
 *
 * @param delayNanos of each packet
 * @param jitterNanos the delay is uniform within so much of it
 * @param loss share of packets that are dropped, 0 to 1; so the next three
 * @param duplicate share of packets that are doubled
 * @param reorder share of packets that are sent at once
 * @param corrupt share of packets with one bit changed
 * @param seed of all draws; kernels before 6.7 do not read it
 */
public record Netem(
    long delayNanos,
    long jitterNanos,
    double loss,
    double duplicate,
    double reorder,
    double corrupt,
    long seed) {}

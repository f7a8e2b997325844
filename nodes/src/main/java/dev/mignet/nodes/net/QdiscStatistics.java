package dev.mignet.nodes.net;

/**
 * What a root queueing discipline has done.
 *
 * @param kind such as {@code tbf} or {@code noqueue}
 * @param sentBytes of frames without overhead
 * @param drops packets refused for want of room
 * @param overlimits times that a packet had to wait for tokens
 * @param backlogBytes waiting now
 * @param backlogPackets waiting now
 */
public record QdiscStatistics(
    String kind,
    long sentBytes,
    long sentPackets,
    long drops,
    long overlimits,
    long backlogBytes,
    long backlogPackets) {}

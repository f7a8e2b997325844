package dev.mignet.san.measure;

import dev.mignet.nodes.net.NetworkNamespace;
import java.net.Inet4Address;

/**
 * One direction of a wire, as probes go over it; who opened the namespaces closes them.
 *
 * @param from where they are sent
 * @param sender the interface there that sends them
 * @param to where they are received
 * @param receiver the interface that receives them; of a switch: its bridge, behind the port
 * @param bridge whether it is a bridge, which has no addresses
 * @param source that the probes tell; of the wire's subnet
 * @param destination the receiver's address; of a bridge: any of the subnet
 */
public record ProbeRoute(
    NetworkNamespace from,
    String sender,
    NetworkNamespace to,
    String receiver,
    boolean bridge,
    Inet4Address source,
    Inet4Address destination) {}

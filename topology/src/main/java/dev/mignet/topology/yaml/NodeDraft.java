package dev.mignet.topology.yaml;

import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.Node;
import java.util.Map;

/**
 * A node as read, before its interfaces are known.
 *
 * @param addresses interface to the IPv4 address that the file gives it
 * @param addresses6 interface to the IPv6 address that the file gives it
 * @param macs interface to the MAC that the file gives it
 */
record NodeDraft(
    Node node,
    Map<String, Placed<Cidr>> addresses,
    Map<String, Placed<Cidr>> addresses6,
    Map<String, Placed<String>> macs) {}

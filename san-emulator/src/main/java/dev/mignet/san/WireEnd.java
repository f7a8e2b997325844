package dev.mignet.san;

/**
 * One end of a wire.
 *
 * @param namespace the name of the network namespace that it is in
 * @param interfaceName unique in the namespace
 * @param port whether it is a port of a bridge
 */
public record WireEnd(String namespace, String interfaceName, boolean port) {}

/**
 * The migration daemon: one process a back-end namespace, which moves the server's end of TCP
 * connections to other nodes.
 *
 * <p>Start reading at {@link dev.mignet.tcpmig.daemon.PacketLoop}, the duty cycle, then {@link
 * dev.mignet.tcpmig.machine.Initiator} and {@link dev.mignet.tcpmig.machine.Target}, the protocol's
 * two state machines.
 */
@NullMarked
package dev.mignet.tcpmig;

import org.jspecify.annotations.NullMarked;

/**
 * The one package of Mignet that talks to Linux through libc (jffi): system calls, netlink, TUN,
 * poll.
 *
 * <p>Start reading at {@link dev.mignet.nodes.linux.Syscalls} (thin wrappers that return a result
 * or a negative errno) and {@link dev.mignet.nodes.linux.NetlinkSocket} (send, receive, validate).
 * Messages are built and read by the pure {@link dev.mignet.nodes.linux.NetlinkMessage} and {@link
 * dev.mignet.nodes.linux.NetlinkAttributes}, which need no kernel. Everything that throws, throws
 * {@link dev.mignet.nodes.linux.KernelException}.
 */
@NullMarked
package dev.mignet.nodes.linux;

import org.jspecify.annotations.NullMarked;

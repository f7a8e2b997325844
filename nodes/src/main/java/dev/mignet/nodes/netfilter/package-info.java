/**
 * Packets that netfilter hands to a program, and the rules that make it do so: queues (NFQUEUE),
 * the socket of queues and logs, tables of nftables.
 *
 * <p>Start reading at {@link dev.mignet.nodes.netfilter.PacketQueue}: what to do with a packet is
 * decided by whoever reads {@link dev.mignet.nodes.netfilter.QueuedPacket}. Rules are set by {@link
 * dev.mignet.nodes.netfilter.Iptables}; {@link dev.mignet.nodes.netfilter.QueueRules} has its own.
 */
@NullMarked
package dev.mignet.nodes.netfilter;

import org.jspecify.annotations.NullMarked;

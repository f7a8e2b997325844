/**
 * A node's network: its namespace, links, addresses, routes, rules, qdiscs and sysctls.
 *
 * <p>Start reading at {@link dev.mignet.nodes.net.NetworkNamespace}, then {@link
 * dev.mignet.nodes.net.Rtnetlink}, which applies what the pure {@code *Requests} classes build.
 * Values are records ({@link dev.mignet.nodes.net.Veth}, {@link dev.mignet.nodes.net.Route}, {@link
 * dev.mignet.nodes.net.Tbf}...).
 */
@NullMarked
package dev.mignet.nodes.net;

import org.jspecify.annotations.NullMarked;

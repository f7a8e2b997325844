/**
 * A node of the emulated cluster, from the kernel's side. Three packages, each with its own place
 * to start reading:
 *
 * <ul>
 *   <li>{@code linux}: system calls and netlink, the only code of the project that binds the C
 *       library;
 *   <li>{@code net}: namespaces, links, addresses, routes, rules, qdiscs, sysctls;
 *   <li>{@code process}: processes in a node's namespace and cgroup.
 * </ul>
 */
@NullMarked
package dev.mignet.nodes;

import org.jspecify.annotations.NullMarked;

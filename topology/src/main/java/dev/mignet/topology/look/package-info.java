/**
 * Looks at a lab that is up, and changes nothing: {@link dev.mignet.topology.look.Reachability} by
 * packets, {@link dev.mignet.topology.look.LinkEnds} by the kernel's counters, {@link
 * dev.mignet.topology.look.NodeProcesses} by its processes, {@link
 * dev.mignet.topology.look.LogFollower} by what these write.
 */
@NullMarked
package dev.mignet.topology.look;

import org.jspecify.annotations.NullMarked;

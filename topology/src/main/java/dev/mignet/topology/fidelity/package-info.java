/**
 * Whether a lab has behaved as its file says, or the machine was too small or too busy for it: from
 * counters of the kernel before and after to a verdict with its reasons. Pure; {@link
 * dev.mignet.topology.run.Fidelity} reads the counters. Start reading at {@link
 * dev.mignet.topology.fidelity.Judge}.
 */
@NullMarked
package dev.mignet.topology.fidelity;

import org.jspecify.annotations.NullMarked;

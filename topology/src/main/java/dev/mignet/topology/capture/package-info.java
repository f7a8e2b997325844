/**
 * Captures packets of several nodes into one pcapng stream. Start reading at {@link
 * dev.mignet.topology.capture.Capture}: a dumpcap in each node's namespace, whose streams {@link
 * dev.mignet.topology.capture.PcapngMerger} makes one.
 */
@NullMarked
package dev.mignet.topology.capture;

import org.jspecify.annotations.NullMarked;

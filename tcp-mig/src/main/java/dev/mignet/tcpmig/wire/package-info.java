/**
 * Checked views of packets as they are on the wire, and the writer of packets. Big endian, no
 * allocation.
 */
@NullMarked
package dev.mignet.tcpmig.wire;

import org.jspecify.annotations.NullMarked;

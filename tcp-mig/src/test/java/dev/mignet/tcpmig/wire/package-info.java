/** Tests of the packet views and the packet writer, against captured packets. */
@NullMarked
package dev.mignet.tcpmig.wire;

import org.jspecify.annotations.NullMarked;

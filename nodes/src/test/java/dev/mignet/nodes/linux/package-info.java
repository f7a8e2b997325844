/**
 * Tests of the Linux layer: messages against hex of real ones (no kernel), and plain system calls
 * (no root).
 */
@NullMarked
package dev.mignet.nodes.linux;

import org.jspecify.annotations.NullMarked;

/**
 * Tests of {@code dev.mignet.san}: parameters (pure), and goodput over real veth pairs (root, a few
 * seconds each).
 */
@NullMarked
package dev.mignet.san;

import org.jspecify.annotations.NullMarked;

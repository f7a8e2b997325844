/**
 * Tests of {@code dev.mignet.nodes.process}: {@code *Test} pure, {@code *IT} in scratch namespaces,
 * as root.
 */
@NullMarked
package dev.mignet.nodes.process;

import org.jspecify.annotations.NullMarked;

/**
 * What tests that need root are written with, for every module (the test-jar of {@code nodes}):
 * {@link dev.mignet.nodes.testing.RequiresRoot} and {@link
 * dev.mignet.nodes.testing.ScratchNamespaces}.
 */
@NullMarked
package dev.mignet.nodes.testing;

import org.jspecify.annotations.NullMarked;

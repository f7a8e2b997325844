/**
 * What tests that need root are written with, for every module (the test-jar of {@code nodes}):
 * {@link dev.mignet.nodes.testing.RequiresRoot}, {@link
 * dev.mignet.nodes.testing.RequiresUsualSpeed}, {@link dev.mignet.nodes.testing.ScratchNamespaces}
 * and {@link dev.mignet.nodes.testing.Patience}.
 */
@NullMarked
package dev.mignet.nodes.testing;

import org.jspecify.annotations.NullMarked;

/**
 * Tests of {@code dev.mignet.nodes.net}: {@code *Test} pure, {@code *IT} in scratch namespaces, as
 * root.
 */
@NullMarked
package dev.mignet.nodes.net;

import org.jspecify.annotations.NullMarked;

/** Tests of the pictures of labs. */
@NullMarked
package dev.mignet.topology.graph;

import org.jspecify.annotations.NullMarked;

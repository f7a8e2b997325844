/** What the tests of the lab share: a kind of service that is no Apache, and topologies. */
@NullMarked
package dev.mignet.topology.testing;

import org.jspecify.annotations.NullMarked;

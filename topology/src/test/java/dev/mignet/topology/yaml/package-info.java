/** Tests of reading a topology. */
@NullMarked
package dev.mignet.topology.yaml;

import org.jspecify.annotations.NullMarked;

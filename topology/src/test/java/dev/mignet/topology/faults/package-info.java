/** Tests of faults. */
@NullMarked
package dev.mignet.topology.faults;

import org.jspecify.annotations.NullMarked;

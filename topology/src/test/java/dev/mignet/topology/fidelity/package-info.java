/** Tests of the verdict, without a kernel. */
@NullMarked
package dev.mignet.topology.fidelity;

import org.jspecify.annotations.NullMarked;

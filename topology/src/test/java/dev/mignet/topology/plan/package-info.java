/** Tests of planning. */
@NullMarked
package dev.mignet.topology.plan;

import org.jspecify.annotations.NullMarked;

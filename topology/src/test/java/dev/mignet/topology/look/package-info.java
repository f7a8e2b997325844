/** Tests of what looks at a lab, without a lab. */
@NullMarked
package dev.mignet.topology.look;

import org.jspecify.annotations.NullMarked;

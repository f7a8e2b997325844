/** Tests of captures, without a lab. */
@NullMarked
package dev.mignet.topology.capture;

import org.jspecify.annotations.NullMarked;

/** Tests of {@code dev.mignet.topology.calibrate}. */
@NullMarked
package dev.mignet.topology.calibrate;

import org.jspecify.annotations.NullMarked;

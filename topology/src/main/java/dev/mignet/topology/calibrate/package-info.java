/**
 * {@code mignet calibrate}: the wires of a lab that is up, measured against its file. Start reading
 * at {@link dev.mignet.topology.calibrate.Calibration}; how a direction is measured and judged is
 * in {@code dev.mignet.san.measure}.
 */
@NullMarked
package dev.mignet.topology.calibrate;

import org.jspecify.annotations.NullMarked;

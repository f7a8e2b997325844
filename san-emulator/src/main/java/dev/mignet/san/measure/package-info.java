/**
 * What a direction of a wire is like, measured by packets that go over it: rate, one-way delay,
 * loss.
 *
 * <p>Start reading at {@link dev.mignet.san.measure.LinkMeasurement}. {@link
 * dev.mignet.san.measure.LinkProbe} sends and receives; what is made of its {@link
 * dev.mignet.san.measure.Arrivals} is pure, and so is {@link dev.mignet.san.measure.Target}. What
 * each figure means: docs/topology.md, Calibration.
 */
@NullMarked
package dev.mignet.san.measure;

import org.jspecify.annotations.NullMarked;

/**
 * What a daemon measures of itself, and how it is written down: latencies as histograms, all of it
 * in Prometheus' text format, and the log of events. Start at {@link
 * dev.mignet.tcpmig.metrics.Exposition}.
 */
@NullMarked
package dev.mignet.tcpmig.metrics;

import org.jspecify.annotations.NullMarked;

/** Tests of the latencies, the exposition and the event log. */
@NullMarked
package dev.mignet.tcpmig.metrics;

import org.jspecify.annotations.NullMarked;

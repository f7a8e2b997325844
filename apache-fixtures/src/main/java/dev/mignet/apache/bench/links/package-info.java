/**
 * {@code mignet bench links}: wires of many rates, delays and losses, measured against what they
 * are told to be, with each link engine of the kernel. Start reading at {@link
 * dev.mignet.apache.bench.links.LinksBenchmark}; docs/benchmarks.md explains every figure.
 */
@NullMarked
package dev.mignet.apache.bench.links;

import org.jspecify.annotations.NullMarked;

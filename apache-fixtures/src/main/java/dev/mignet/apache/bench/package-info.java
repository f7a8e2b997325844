/**
 * {@code mignet bench}: what migration costs, measured on this machine in one interleaved run and
 * printed beside targets; nothing fails by a figure. Start reading at {@link
 * dev.mignet.apache.bench.Benchmark}; docs/benchmarks.md explains every figure.
 */
@NullMarked
package dev.mignet.apache.bench;

import org.jspecify.annotations.NullMarked;

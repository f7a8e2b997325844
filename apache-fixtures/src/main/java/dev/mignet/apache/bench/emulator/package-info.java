/**
 * {@code mignet bench emulator}: how long labs take to come and to go, beside other ways to make
 * them, in one interleaved run. Start reading at {@link
 * dev.mignet.apache.bench.emulator.EmulatorBenchmark}; docs/benchmarks.md explains every figure.
 */
@NullMarked
package dev.mignet.apache.bench.emulator;

import org.jspecify.annotations.NullMarked;

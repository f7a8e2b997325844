/**
 * Adds {@code bench} to the commands of {@code mignet}: above all that it measures, so that
 * benchmarks may use what they share. Start reading at {@link
 * dev.mignet.apache.bench.cli.BenchSubcommand}.
 */
@NullMarked
package dev.mignet.apache.bench.cli;

import org.jspecify.annotations.NullMarked;

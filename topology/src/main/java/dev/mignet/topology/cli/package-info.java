/**
 * The command line, {@code mignet}. Start reading at {@link dev.mignet.topology.cli.Main}; each
 * command is a class of its own. A command only chooses, asks {@code run}, and prints.
 */
@NullMarked
package dev.mignet.topology.cli;

import org.jspecify.annotations.NullMarked;

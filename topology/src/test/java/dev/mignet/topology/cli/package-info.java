/** Tests of the commands: what they print and end with. */
@NullMarked
package dev.mignet.topology.cli;

import org.jspecify.annotations.NullMarked;

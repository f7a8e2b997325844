/**
 * The lab: a YAML topology becomes a validated model, a plan, and then namespaces, links and
 * processes on this machine; and the command line that does so.
 *
 * <p>Start reading at {@link dev.mignet.topology.model.Lab}, what a valid file says; {@code yaml}
 * makes it from text, {@code plan} turns it into ordered steps, {@code run} applies them and takes
 * them back, {@code cli} is the command line. {@code spi} is what other modules plug in: kinds of
 * services and further sub-commands.
 */
@NullMarked
package dev.mignet.topology;

import org.jspecify.annotations.NullMarked;

/**
 * What other modules plug into the lab, by {@link java.util.ServiceLoader}: a {@link
 * dev.mignet.topology.spi.ServiceKind} (such as {@code apache}) that nodes run, and a {@link
 * dev.mignet.topology.spi.Subcommand} of {@code mignet}, which brings labs up and down through
 * {@link dev.mignet.topology.spi.LabRunner}. Start reading at {@code ServiceKind}.
 */
@NullMarked
package dev.mignet.topology.spi;

import org.jspecify.annotations.NullMarked;

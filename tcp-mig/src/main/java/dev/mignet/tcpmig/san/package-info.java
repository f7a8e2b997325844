/**
 * The messages of the migration protocol between daemons, and their codec. Start at {@link
 * dev.mignet.tcpmig.san.SanMessage}.
 */
@NullMarked
package dev.mignet.tcpmig.san;

import org.jspecify.annotations.NullMarked;

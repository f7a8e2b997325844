/**
 * What the commands of this module have in common: they need programs of the machine, and they take
 * their labs down where the user stops them. Start reading at {@link
 * dev.mignet.apache.command.InterruptGuard}.
 */
@NullMarked
package dev.mignet.apache.command;

import org.jspecify.annotations.NullMarked;

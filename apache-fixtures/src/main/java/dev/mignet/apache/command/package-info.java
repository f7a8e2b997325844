/**
 * What the commands of this module have in common: they need programs of the machine, they take
 * their labs down where the user stops them, and what they say of a client's packets must not tell
 * of a busy machine. Start reading at {@link dev.mignet.apache.command.InterruptGuard}.
 */
@NullMarked
package dev.mignet.apache.command;

import org.jspecify.annotations.NullMarked;

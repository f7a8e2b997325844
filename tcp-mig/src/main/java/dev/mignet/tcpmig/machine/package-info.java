/**
 * The migration protocol as pure state machines: an event and the time in, a {@link
 * dev.mignet.tcpmig.machine.Decision} out.
 */
@NullMarked
package dev.mignet.tcpmig.machine;

import org.jspecify.annotations.NullMarked;

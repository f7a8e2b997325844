/**
 * Tests of the state machines by time-lines of packets. Start at {@link
 * dev.mignet.tcpmig.machine.TimeLine}, the language of the scripts.
 */
@NullMarked
package dev.mignet.tcpmig.machine;

import org.jspecify.annotations.NullMarked;

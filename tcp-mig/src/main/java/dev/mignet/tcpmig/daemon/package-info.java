/**
 * The process: {@link dev.mignet.tcpmig.daemon.Main} sets up, {@link
 * dev.mignet.tcpmig.daemon.PacketLoop} runs.
 */
@NullMarked
package dev.mignet.tcpmig.daemon;

import org.jspecify.annotations.NullMarked;

/**
 * The control socket: line-JSON requests from the daemon's owner. Start at {@link
 * dev.mignet.nodes.control.ControlServer}.
 */
@NullMarked
package dev.mignet.nodes.control;

import org.jspecify.annotations.NullMarked;

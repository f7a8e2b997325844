/**
 * The control socket: line-JSON requests from the node's owner. Start at {@link
 * dev.mignet.tcpmig.control.ControlServer}.
 */
@NullMarked
package dev.mignet.tcpmig.control;

import org.jspecify.annotations.NullMarked;

/**
 * What a daemon is told at its start: {@link dev.mignet.tcpmig.settings.DaemonSettings}, a JSON
 * file.
 */
@NullMarked
package dev.mignet.tcpmig.settings;

import org.jspecify.annotations.NullMarked;

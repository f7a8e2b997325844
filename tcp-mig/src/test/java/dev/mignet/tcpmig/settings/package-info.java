/** Tests of the daemon's settings. */
@NullMarked
package dev.mignet.tcpmig.settings;

import org.jspecify.annotations.NullMarked;

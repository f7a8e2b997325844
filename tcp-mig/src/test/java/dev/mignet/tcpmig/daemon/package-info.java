/** Tests of the pure parts of the process: what decisions mean, and what is told of them. */
@NullMarked
package dev.mignet.tcpmig.daemon;

import org.jspecify.annotations.NullMarked;

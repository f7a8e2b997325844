/** Tests of what a daemon knows of a connection. */
@NullMarked
package dev.mignet.tcpmig.connection;

import org.jspecify.annotations.NullMarked;

/** What a daemon knows of a connection, and the table of them. */
@NullMarked
package dev.mignet.tcpmig.connection;

import org.jspecify.annotations.NullMarked;

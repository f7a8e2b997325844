/**
 * Root tests of migration from end to end: a lab with real Apache, connections driven byte by byte
 * from the client's node, and the client's capture, in which a migrated connection must not differ
 * from one that stayed.
 *
 * <p>Start reading at {@link dev.mignet.apache.migration.MigratedConnections}, then {@link
 * dev.mignet.apache.migration.ConnectionKind}; {@link dev.mignet.apache.migration.ClientTrace} says
 * what is looked for in a capture.
 */
@NullMarked
package dev.mignet.apache.migration;

import org.jspecify.annotations.NullMarked;

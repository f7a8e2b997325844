/**
 * A node's own disk: a file system on a loop device, so that no other node shares its page cache,
 * and its reads and writes can be held to a rate ({@link dev.mignet.nodes.process.Cgroup}).
 *
 * <p>Start reading at {@link dev.mignet.nodes.disk.NodeDisk}.
 */
@NullMarked
package dev.mignet.nodes.disk;

import org.jspecify.annotations.NullMarked;

/**
 * Processes of a node: each runs in the node's network namespace and in the node's cgroup, which is
 * how all of them, with all their descendants, are found, limited and killed.
 *
 * <p>Start reading at {@link dev.mignet.nodes.process.ProcessLauncher}, for limits at {@link
 * dev.mignet.nodes.process.Cgroup}.
 */
@NullMarked
package dev.mignet.nodes.process;

import org.jspecify.annotations.NullMarked;

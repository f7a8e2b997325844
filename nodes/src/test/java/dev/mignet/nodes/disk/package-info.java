/** Tests of nodes' disks. */
@NullMarked
package dev.mignet.nodes.disk;

import org.jspecify.annotations.NullMarked;

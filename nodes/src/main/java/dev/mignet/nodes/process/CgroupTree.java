package dev.mignet.nodes.process;

import java.nio.file.Path;

/**
 * A mounted cgroup tree.
 *
 * @param mount its root folder
 * @param version 2 or 1
 */
record CgroupTree(Path mount, int version) {}

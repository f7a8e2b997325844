package dev.mignet.topology.model;

import java.nio.file.Path;

/** A file that a topology places at a node. */
public sealed interface NodeFile {

  /** What stands in the topology itself. */
  record Text(String content) implements NodeFile {}

  /**
   * A copy.
   *
   * @param from absolute
   */
  record Copy(Path from) implements NodeFile {}
}

package dev.mignet.topology.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Where something stands in the file.
 *
 * @param line from 1
 * @param column from 1
 * @param path such as {@code links[3].endpoints[0]}; empty for the whole document
 */
record Place(int line, int column, String path) {

  /** Where the node begins. */
  static Place of(Node node, String path) {
    Mark mark = node.getStartMark();
    return new Place(mark.getLine() + 1, mark.getColumn() + 1, path);
  }
}

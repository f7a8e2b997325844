package dev.mignet.topology.yaml;

/**
 * Something wrong in a topology file.
 *
 * @param file as the user named it
 * @param line from 1
 * @param column from 1
 * @param path where in the document, such as {@code links[3].endpoints}; empty for the whole
 * @param message what is wrong and, where one is known, what would be right
 */
public record Problem(String file, int line, int column, String path, String message) {

  /** As printed: {@code lab.yaml:12:7 links[3].endpoints: no node named "web9"}. */
  @Override
  public String toString() {
    return file + ':' + line + ':' + column + ' ' + (path.isEmpty() ? "" : path + ": ") + message;
  }
}

package dev.mignet.topology.run;

import dev.mignet.topology.model.NodeFile;
import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Places the files of a node: readable for all, as servers may not be root. */
final class NodeFiles {

  private static final String SCRIPT = "#!";

  private NodeFiles() {}

  /** Writes them all, each by its name relative to the folder. */
  static void write(Path folder, Map<String, NodeFile> files) throws IOException {
    for (Map.Entry<String, NodeFile> entry : files.entrySet()) {
      Path target = folder.resolve(entry.getKey());
      Files.createDirectories(target.getParent());
      boolean executable = write(target, entry.getValue());
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  /** Whether it may be executed: a copy as its original, a text where it says by what. */
  private static boolean write(Path target, NodeFile file) throws IOException {
    if (file instanceof NodeFile.Text text) {
      Files.writeString(target, text.content());
      return text.content().startsWith(SCRIPT);
    }
    Path from = ((NodeFile.Copy) file).from();
    try {
      Files.copy(from, target);
    } catch (NoSuchFileException e) {
      throw new LabException("no file " + from, e);
    }
    return Files.isExecutable(from);
  }
}

package dev.mignet.apache.server;

import dev.mignet.apache.files.FileSet;
import dev.mignet.topology.spi.ServiceContext;
import java.io.IOException;
import java.nio.file.Path;

/** What every server of a lab serves: equal files, in a folder of its own. */
public final class Content {

  /** The same bytes on every back-end and from run to run. */
  public static final FileSet FILES = new FileSet(1);

  private Content() {}

  /** The document root. */
  static Path folder(ServiceContext context) {
    return context.folder().resolve("files");
  }

  /** Writes the files. */
  static void prepare(ServiceContext context) throws IOException {
    FILES.writeTo(folder(context));
  }
}

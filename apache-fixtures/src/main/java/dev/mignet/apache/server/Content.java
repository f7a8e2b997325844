package dev.mignet.apache.server;

import dev.mignet.apache.files.FileSet;
import dev.mignet.topology.spi.ServiceContext;
import java.io.IOException;
import java.nio.file.Path;

/** What every server of a lab serves: one folder of files for all of its nodes. */
public final class Content {

  /** The same bytes on every back-end and from run to run. */
  public static final FileSet FILES = new FileSet(1);

  private Content() {}

  /** The document root. */
  static Path folder(ServiceContext context) {
    return context.labFolder().resolve("shared/files");
  }

  /** Writes the files, unless another node has. */
  static void prepare(ServiceContext context) throws IOException {
    FILES.writeTo(folder(context));
  }
}

package dev.mignet.nodes.linux;

import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What there is one of in jffi.
 *
 * <p>Its native library is loaded from where the build has unpacked it. jffi would look there first
 * too, but keeps a log of the search, and to set up java.util.logging, which has every jar opened,
 * takes longer than all else that a short command does.
 */
final class Jffi {

  /** Set by {@code scripts/mignet}. */
  private static final String FOLDER = "jffi.boot.library.path";

  /** As jffi names the folder of the platform and the file; on another it looks for itself. */
  private static final Path FILE = Path.of("x86_64-Linux", "libjffi-1.2.so");

  static final Invoker INVOKER;
  static final Library LIBRARY;
  static final LastError LAST_ERROR;
  static final MemoryIO MEMORY;

  static {
    String folder = System.getProperty(FOLDER);
    if (folder != null && System.getProperty("os.arch").equals("amd64")) {
      load(Path.of(folder).resolve(FILE).toAbsolutePath());
    }
    INVOKER = Invoker.getInstance();
    LIBRARY = Library.getDefault();
    LAST_ERROR = LastError.getInstance();
    MEMORY = MemoryIO.getInstance();
  }

  private Jffi() {}

  private static void load(Path library) {
    if (!Files.exists(library)) {
      return;
    }
    try {
      Field loaded = Class.forName("com.kenai.jffi.Init").getDeclaredField("loaded");
      loaded.setAccessible(true);
      System.load(library.toString());
      loaded.setBoolean(null, true);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("another jffi than the one that Mignet is built with", e);
    }
  }
}

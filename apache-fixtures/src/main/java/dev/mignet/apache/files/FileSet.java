package dev.mignet.apache.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * One directory of the SPECweb99 static file set (four classes of nine files, 5.12 MB), laid out as
 * {@code class0/file0} to {@code class3/file8} so that a policy can tell the classes by URL prefix,
 * and two files of 5 MB, {@code class0/big} and {@code class2/big}.
 *
 * <p>The content is random bytes that depend on the seed and the file's name alone: equal on every
 * back-end, and unlike between files, so that a byte out of place is seen.
 *
 * @param seed of the content
 */
public record FileSet(long seed) {
  private static final FileTime LAST_MODIFIED =
      FileTime.from(Instant.parse("2003-04-22T00:00:00Z"));

  /** The file classes, from 0. */
  public static final int CLASSES = 4;

  /** The files of a class, from 0. */
  public static final int FILES = 9;

  /** Size of {@code class0/big} and {@code class2/big}, in bytes. */
  public static final int BIG = 5_000_000;

  private static final int SMALLEST_CLASS_UNIT = 1024;

  /**
   * A file of the set.
   *
   * @param path relative to the document root, such as {@code class0/file3}
   * @param size in bytes
   */
  public record Entry(String path, int size) {}

  /**
   * The size of a file: {@code floor(1024 x 10^class x (file + 1) / 10)} bytes (SPECweb99, static
   * file set).
   *
   * @param fileClass 0..3
   * @param file 0..8
   */
  public static int size(int fileClass, int file) {
    if (fileClass < 0 || fileClass >= CLASSES || file < 0 || file >= FILES) {
      throw new IllegalArgumentException("no file " + file + " in class " + fileClass);
    }
    int unit = SMALLEST_CLASS_UNIT;
    for (int i = 0; i < fileClass; i++) {
      unit *= 10;
    }
    return unit * (file + 1) / 10;
  }

  /** Every file, class by class, then the big ones. */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (int fileClass = 0; fileClass < CLASSES; fileClass++) {
      for (int file = 0; file < FILES; file++) {
        entries.add(new Entry("class" + fileClass + "/file" + file, size(fileClass, file)));
      }
    }
    entries.add(new Entry("class0/big", BIG));
    entries.add(new Entry("class2/big", BIG));
    return entries;
  }

  /** The bytes of a file of {@link #entries}. */
  public byte[] content(Entry entry) {
    byte[] bytes = new byte[entry.size()];
    new SplittableRandom(seed * 31 + entry.path().hashCode()).nextBytes(bytes);
    return bytes;
  }

  /**
   * Writes the whole set, readable for everybody; leaves a folder that is there already as it is.
   * The folder appears with all its files or not at all. All files have one time of modification,
   * so that a server's ETag and Last-Modified do not tell which node serves.
   *
   * @param folder the document root; its parent is made where it is missing
   */
  public void writeTo(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder.toAbsolutePath().getParent());
    Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
    delete(unfinished);
    for (Entry entry : entries()) {
      Path file = unfinished.resolve(entry.path());
      Files.createDirectories(file.getParent());
      Files.write(file, content(entry));
      Files.setLastModifiedTime(file, LAST_MODIFIED);
    }
    makeReadable(unfinished);
    Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      forEach(folder, Comparator.reverseOrder(), Files::delete);
    }
  }

  /** The servers drop root, and root's umask may be strict. */
  private static void makeReadable(Path folder) throws IOException {
    forEach(
        folder,
        Comparator.naturalOrder(),
        path ->
            Files.setPosixFilePermissions(
                path,
                PosixFilePermissions.fromString(
                    Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--")));
  }

  private static void forEach(Path folder, Comparator<Path> order, PathAction action)
      throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(order).toList()) {
        action.run(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private interface PathAction {
    void run(Path path) throws IOException;
  }
}

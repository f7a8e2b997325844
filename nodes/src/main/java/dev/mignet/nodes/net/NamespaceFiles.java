package dev.mignet.nodes.net;

import static dev.mignet.nodes.linux.KernelException.check;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.Syscalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The names of network namespaces: files of {@code /run/netns} that a namespace is (or was to be)
 * mounted on.
 */
public final class NamespaceFiles {
  /** Where ip-netns(8) looks. */
  public static final Path FOLDER = Path.of("/run/netns");

  private NamespaceFiles() {}

  /** Whether there is such a file, mounted or left over. */
  public static boolean exists(String name) {
    return Files.exists(NetworkNamespace.path(name));
  }

  /** The names that begin with {@code prefix}, sorted; left-over files included. */
  public static List<String> list(String prefix) {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes the name away: unmounts and removes the file, and the folder once it is empty. Right for
   * any leftover, and no error where there is nothing.
   *
   * @throws dev.mignet.nodes.linux.KernelException where unmounting is refused
   */
  public static void delete(String name) {
    Path file = NetworkNamespace.path(name);
    int result;
    do {
      result = Syscalls.umount2(file.toString(), LinuxConstants.MNT_DETACH);
    } while (result == 0);
    if (result != -Errno.EINVAL && result != -Errno.ENOENT) { // EINVAL: a file, not a mount
      check("unmount namespace", name, result);
    }
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(FOLDER);
    } catch (DirectoryNotEmptyException e) {
      return; // somebody else's namespaces
    } catch (FileSystemException e) {
      if (Files.exists(file)) {
        throw new UncheckedIOException(e);
      } // otherwise the folder: ip-netns has made it a mount point
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates the empty file that a namespace is then mounted on; EEXIST where the name is taken. */
  static void claim(String file) {
    int flags =
        LinuxConstants.O_RDONLY
            | LinuxConstants.O_CREAT
            | LinuxConstants.O_EXCL
            | LinuxConstants.O_CLOEXEC;
    int fd;
    do { // again when a deletion elsewhere takes the empty folder away in between
      createFolder();
      fd = Syscalls.open(file, flags, 0);
    } while (fd == -Errno.ENOENT);
    Syscalls.close(check("create namespace file", file, fd));
  }

  private static void createFolder() {
    try {
      Files.createDirectories(FOLDER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

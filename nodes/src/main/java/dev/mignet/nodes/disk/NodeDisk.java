package dev.mignet.nodes.disk;

import static dev.mignet.nodes.linux.KernelException.check;

import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.Syscalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * A disk of a node: an ext4 file system of its own on a loop device, mounted on a folder. The
 * folder is all that has to be remembered: image and device have no names and go with the mount.
 */
public final class NodeDisk {
  /**
   * Where the images are: on a real disk, because a file in memory has no direct I/O before 6.6.
   */
  public static final Path IMAGES = Path.of("/var/tmp");

  /** What makes the file system, of e2fsprogs. */
  public static final String MKFS = "mkfs.ext4";

  private static final long MOUNT_FLAGS =
      LinuxConstants.MS_NOSUID | LinuxConstants.MS_NODEV | LinuxConstants.MS_NOATIME;

  private static final int DONTNEED = 4; // linux/fadvise.h

  private NodeDisk() {}

  /**
   * Makes a disk and mounts it, empty.
   *
   * @param label of the loop device
   * @param folder an existing folder; what is in it is hidden until {@link #unmount}
   * @return the device as control files name it, major and minor: {@code 7:3}
   * @throws KernelException ENOSPC where the image has no room, ENOENT without loop devices
   * @throws IOException where the file system cannot be made
   */
  public static String mount(long bytes, String label, Path folder) throws IOException {
    int image = image(bytes);
    try {
      makeFileSystem(image);
      try (LoopDevice device = LoopDevice.attach(image, label)) {
        // Without noinit_itable a thread of the kernel's would go on writing empty tables.
        check(
            "mount " + device.path() + " on",
            folder.toString(),
            Syscalls.mount(device.path(), folder.toString(), "ext4", MOUNT_FLAGS, "noinit_itable"));
        Files.deleteIfExists(folder.resolve("lost+found"));
        return device.device();
      }
    } finally {
      Syscalls.close(image);
    }
  }

  /**
   * Tries whether disks can be mounted here: attaches a small image.
   *
   * @return the device, and where images are kept
   */
  public static String probe() throws IOException {
    int image = image(Disk.LEAST_BYTES);
    try (LoopDevice device = LoopDevice.attach(image, "mignet.doctor")) {
      return device.path() + ", direct I/O at " + IMAGES;
    } finally {
      Syscalls.close(image);
    }
  }

  /** A file without a name, all of its room taken. */
  private static int image(long bytes) {
    int flags = LinuxConstants.O_RDWR | LinuxConstants.O_TMPFILE | LinuxConstants.O_CLOEXEC;
    int fd =
        check("make an image in", IMAGES.toString(), Syscalls.open(IMAGES.toString(), flags, 0600));
    int result = Syscalls.fallocate(fd, 0, 0, bytes);
    if (result < 0) {
      Syscalls.close(fd);
      throw new KernelException("take " + (bytes >> 20) + " MiB in " + IMAGES, -result);
    }
    return fd;
  }

  private static void makeFileSystem(int image) throws IOException {
    String path = "/proc/" + ProcessHandle.current().pid() + "/fd/" + image;
    // No journal: nobody needs the disk after a crash, and it would double what a node writes.
    Process process =
        new ProcessBuilder(
                MKFS,
                "-q",
                "-F",
                "-b",
                Integer.toString(LoopDevice.BLOCK),
                "-m",
                "0",
                "-O",
                "^has_journal",
                "-E",
                "nodiscard,lazy_itable_init=1",
                path)
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(MKFS + " ended with " + process.exitValue() + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** What is mounted on the folder or below it; the last first. */
  public static List<Path> mounted(Path folder) {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
      List<Path> found =
          new ArrayList<>(
              mounts
                  .map(line -> Path.of(line.split(" ", -1)[1].replace("\\040", " ")))
                  .filter(path -> path.startsWith(folder))
                  .toList());
      Collections.reverse(found);
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unmounts all that is mounted on the folder or below it; no error where nothing is. */
  public static void unmount(Path folder) {
    for (Path mount : mounted(folder)) {
      int result = Syscalls.umount2(mount.toString(), LinuxConstants.MNT_DETACH);
      if (result != -Errno.EINVAL && result != -Errno.ENOENT) { // somebody else was quicker
        check("unmount", mount.toString(), result);
      }
    }
  }

  /**
   * Writes all files below a folder to their disk and takes them out of the page cache, where they
   * are charged to whoever wrote them: the next to read them reads the disk, and is charged.
   */
  public static void evict(Path folder) throws IOException {
    int flags = LinuxConstants.O_RDONLY | LinuxConstants.O_CLOEXEC;
    int all = check("open", folder.toString(), Syscalls.open(folder.toString(), flags, 0));
    try {
      check("write back", folder.toString(), Syscalls.syncfs(all));
    } finally {
      Syscalls.close(all);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        int fd = check("open", file.toString(), Syscalls.open(file.toString(), flags, 0));
        try {
          check("evict", file.toString(), Syscalls.posixFadvise(fd, 0, 0, DONTNEED));
        } finally {
          Syscalls.close(fd);
        }
      }
    }
  }
}

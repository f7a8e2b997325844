package dev.mignet.apache.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The user who called sudo, and who wants to read what was written for them. */
final class InvokingUser {

  private InvokingUser() {}

  /** Gives a folder and all in it to that user; does nothing without sudo. */
  static void handOver(Path folder) throws IOException {
    String user = System.getenv("SUDO_UID");
    String group = System.getenv("SUDO_GID");
    if (user == null || group == null || !user.matches("\\d+") || !group.matches("\\d+")) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        Files.setAttribute(path, "unix:uid", Integer.parseInt(user), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", Integer.parseInt(group), LinkOption.NOFOLLOW_LINKS);
      }
    }
  }
}

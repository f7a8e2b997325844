package dev.mignet.topology.doctor;

import dev.mignet.topology.spi.Feature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who this process is to the kernel (proc_pid_status(5)).
 *
 * @param isRoot whether the effective user is 0
 * @param capabilities the effective set (capabilities(7)), bit 0 being CAP_CHOWN; without root the
 *     bounding set, which is all that sudo could give
 */
record Privileges(boolean isRoot, long capabilities) {

  // linux/capability.h
  private static final int CAP_NET_ADMIN = 12;
  private static final int CAP_SYS_ADMIN = 21;

  /** Real, effective, saved, file system. */
  private static final Pattern UID = Pattern.compile("(?m)^Uid:\\s+\\d+\\s+(\\d+)\\s");

  private static final Pattern EFFECTIVE = Pattern.compile("(?m)^CapEff:\\s+(\\p{XDigit}+)$");
  private static final Pattern BOUNDING = Pattern.compile("(?m)^CapBnd:\\s+(\\p{XDigit}+)$");

  /** This process's. */
  static Privileges own() {
    try {
      return parse(Files.readString(Path.of("/proc/self/status")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Privileges parse(String status) {
    boolean root = field(UID, status).equals("0");
    return new Privileges(
        root, Long.parseUnsignedLong(field(root ? EFFECTIVE : BOUNDING, status), 16));
  }

  private static String field(Pattern pattern, String status) {
    Matcher matcher = pattern.matcher(status);
    if (!matcher.find()) {
      throw new NoSuchElementException("no " + pattern + " in /proc/self/status");
    }
    return matcher.group(1);
  }

  /** Whether this process may make what labs are made of. */
  boolean suffice() {
    return isRoot && missing().isEmpty();
  }

  List<Feature> features() {
    return List.of(root(), container());
  }

  private Feature root() {
    return isRoot
        ? Feature.present("root", "yes")
        : Feature.missing("root", "no", Doctor.NO_LAB, "run mignet with sudo");
  }

  private Feature container() {
    List<String> missing = missing();
    return missing.isEmpty()
        ? Feature.present("capabilities", isRoot ? "CAP_NET_ADMIN, CAP_SYS_ADMIN" : "root has them")
        : Feature.missing(
            "capabilities",
            "an unprivileged container, as GitHub's ubuntu-slim runners are: "
                + (isRoot ? "root" : "even root is")
                + " without "
                + String.join(", ", missing),
            Doctor.NO_LAB,
            "run the container with --privileged, or no container (GitHub: runs-on: ubuntu-24.04)");
  }

  private List<String> missing() {
    List<String> names = new ArrayList<>();
    if ((capabilities & 1L << CAP_NET_ADMIN) == 0) {
      names.add("CAP_NET_ADMIN");
    }
    if ((capabilities & 1L << CAP_SYS_ADMIN) == 0) {
      names.add("CAP_SYS_ADMIN");
    }
    return names;
  }
}

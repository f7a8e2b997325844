package dev.mignet.apache.bench;

import dev.mignet.tcpmig.settings.Mechanism;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The topology of the benchmark's labs, which differ in their servers and wires. */
public final class BenchTopology {

  private static final String RESOURCE = "bench.mignet.yaml";

  private final Path folder;

  /**
   * @param folder where the files are written
   */
  public BenchTopology(Path folder) {
    this.folder = folder;
  }

  /** A lab in which wires to and between client and front-end do not limit what is measured. */
  Path unshaped(String name, Mechanism mechanism) throws IOException {
    return write(name, "apache", "unshaped", mechanism);
  }

  /** A lab as the examples are, with Apache on the back-ends. */
  Path withApache(String name) throws IOException {
    return write(name, "apache", "ethernet-100", Mechanism.AUTO);
  }

  /** A lab as the examples are, with nothing but daemons on the back-ends. */
  Path withoutServers(String name) throws IOException {
    return write(name, "", "ethernet-100", Mechanism.AUTO);
  }

  /** Nothing but daemons on the back-ends, and wires that do not limit. */
  public Path unshapedWithoutServers(String name) throws IOException {
    return write(name, "", "unshaped", Mechanism.AUTO);
  }

  private Path write(String name, String service, String lanProfile, Mechanism mechanism)
      throws IOException {
    try (InputStream in =
        Objects.requireNonNull(BenchTopology.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return Files.writeString(
          folder.resolve(name + ".mignet.yaml"),
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .replace("@NAME@", name)
              .replace("@SERVICE@", service)
              .replace("@MECHANISM@", mechanism.text())
              .replace("@LAN-PROFILE@", lanProfile));
    }
  }
}

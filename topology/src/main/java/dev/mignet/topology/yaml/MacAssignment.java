package dev.mignet.topology.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Gives every interface a MAC, where the file gives none: by a hash of the names of lab, node and
 * interface, so that it stays the same whatever else changes in the file.
 */
final class MacAssignment {

  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");
  private static final int BYTES = 6;
  private static final int LOCALLY_ADMINISTERED = 2; // IEEE 802, in the first byte
  private static final int GROUP = 1;

  private final String lab;
  private final Map<String, Placed<String>> given;
  private final Map<String, String> owners = new HashMap<>();

  /**
   * For these MACs of the file; those that are given twice are reported.
   *
   * @param given {@code node:interface} to its MAC
   */
  MacAssignment(String lab, Map<String, Placed<String>> given, Problems problems) {
    this.lab = lab;
    this.given = given;
    given.forEach(
        (reference, mac) -> {
          String other = owners.putIfAbsent(mac.value(), reference);
          if (other != null) {
            problems.add(
                mac.place(), mac.value() + " is the MAC address of \"" + other + "\" already");
          }
        });
  }

  /** The MAC of {@code node:interface}, unique in the lab. */
  String of(String reference) {
    Placed<String> own = given.get(reference);
    if (own != null) {
      return own.value();
    }
    int attempt = 0;
    while (true) {
      String mac = hash(lab + '/' + reference + (attempt == 0 ? "" : "/" + attempt));
      if (owners.putIfAbsent(mac, reference) == null) {
        return mac;
      }
      attempt++;
    }
  }

  /** By checksums: a hash for cryptography takes as long to load as all the rest of the file. */
  private static String hash(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] mac =
        ByteBuffer.allocate(2 * Integer.BYTES)
            .putInt(checksum(new CRC32(), bytes))
            .putInt(checksum(new CRC32C(), bytes))
            .array();
    mac[0] = (byte) (mac[0] & ~GROUP | LOCALLY_ADMINISTERED);
    return COLONS.formatHex(mac, 0, BYTES);
  }

  private static int checksum(Checksum checksum, byte[] bytes) {
    checksum.update(bytes);
    return (int) checksum.getValue();
  }

  /** A MAC of one interface as the file writes it; reports anything else. */
  static Optional<String> read(YamlValue value) {
    Optional<String> text = value.text().map(written -> written.toLowerCase(Locale.ROOT));
    Optional<String> mac =
        text.filter(written -> written.matches("[0-9a-f]{2}(?::[0-9a-f]{2}){5}"))
            .filter(MacAssignment::isOfOneInterface);
    if (text.isPresent() && mac.isEmpty()) {
      value.problem(
          "not a MAC address of one interface, such as \"02:00:00:00:00:0a\": \""
              + text.get()
              + '"');
    }
    return mac;
  }

  private static boolean isOfOneInterface(String mac) {
    boolean group = (Integer.parseInt(mac.substring(0, 2), 16) & GROUP) != 0;
    return !group && !mac.equals("00:00:00:00:00:00");
  }
}

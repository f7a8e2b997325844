package dev.mignet.tcpmig.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The node's way to the other back-ends.
 *
 * @param device the SAN interface in the node's namespace
 * @param address the node's own IPv4 address on it, dotted
 * @param port the UDP port of the migration protocol
 * @param keyFile path of the key that the lab's daemons share and seal their messages with
 * @param peers all back-ends, the node itself among them
 */
public record San(String device, String address, int port, String keyFile, List<Peer> peers) {
  /** Bytes of a key. */
  public static final int KEY_LENGTH = 32;

  /** The key; an {@link IOException} names the file and what is wrong with it. */
  public byte[] readKey() throws IOException {
    byte[] key = Files.readAllBytes(Path.of(keyFile));
    if (key.length != KEY_LENGTH) {
      throw new IOException(keyFile + ": " + key.length + " bytes instead of " + KEY_LENGTH);
    }
    return key;
  }
}

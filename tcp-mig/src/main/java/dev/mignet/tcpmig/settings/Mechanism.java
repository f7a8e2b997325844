package dev.mignet.tcpmig.settings;

import com.google.gson.annotations.SerializedName;
import java.nio.file.Path;

/** How a back-end makes a socket that continues another node's connection. */
public enum Mechanism {
  /** {@link #IMPOSED_ISN} where the kernel can do that, otherwise {@link #TRANSLATION}. */
  @SerializedName("auto")
  AUTO("auto"),

  /** A BPF program makes the socket with the connection's numbers. */
  @SerializedName("imposed-isn")
  IMPOSED_ISN("imposed-isn"),

  /** The socket has numbers of its own, and conntrack translates them. */
  @SerializedName("translation")
  TRANSLATION("translation");

  private final String text;

  Mechanism(String text) {
    this.text = text;
  }

  /**
   * The file in which a daemon tells which one it has taken, beside its control socket: for those
   * who must not wait for it. It is there when the control socket is.
   */
  public static Path file(Path controlSocket) {
    return controlSocket.resolveSibling("mechanism");
  }

  /** As topologies and commands call it. */
  public String text() {
    return text;
  }
}

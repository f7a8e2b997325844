package dev.mignet.topology.fidelity;

import com.google.gson.annotations.SerializedName;

/** How far a lab's figures can be trusted, from the best. */
public enum Level {
  /** It behaved as the file says, as far as can be seen. */
  @SerializedName("valid")
  VALID,
  /** Figures may be off by some per cent. */
  @SerializedName("degraded")
  DEGRADED,
  /** Figures are of the machine, not of the lab. */
  @SerializedName("invalid")
  INVALID;

  /** The worse of the two. */
  Level and(Level other) {
    return compareTo(other) >= 0 ? this : other;
  }
}

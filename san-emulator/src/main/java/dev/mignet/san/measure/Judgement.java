package dev.mignet.san.measure;

import com.google.gson.annotations.SerializedName;

/** What is to be thought of a figure. */
public enum Judgement {
  /** It is what it should be. */
  @SerializedName("within")
  WITHIN,
  /** It is not, because this machine cannot do it; nobody can tell whether the wire is to blame. */
  @SerializedName("floor")
  FLOOR,
  /** It is not, and the machine does not explain it. */
  @SerializedName("off")
  OFF,
  /** It could not be measured. */
  @SerializedName("not-measured")
  NOT_MEASURED
}

package dev.mignet.topology.spi;

/**
 * Something that a lab needs of this machine, as a probe found it.
 *
 * @param name such as {@code NFQUEUE} or {@code Apache}
 * @param required whether a lab cannot come up without it
 * @param present whether it is there
 * @param detail what was found, such as a path or version, or the error of the probe
 * @param remedy what to do about it when it is missing, an imperative sentence
 */
public record Feature(
    String name, boolean required, boolean present, String detail, String remedy) {

  /** A feature that is there. */
  public static Feature present(String name, String detail) {
    return new Feature(name, true, true, detail, "");
  }

  /** A feature that a lab cannot do without, and that is not there. */
  public static Feature missing(String name, String detail, String remedy) {
    return new Feature(name, true, false, detail, remedy);
  }

  /** A feature that is not there, and that a lab can do without. */
  public static Feature optional(String name, String detail, String remedy) {
    return new Feature(name, false, false, detail, remedy);
  }
}

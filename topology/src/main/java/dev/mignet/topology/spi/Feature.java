package dev.mignet.topology.spi;

/**
 * Something of this machine that labs use, as a probe found it.
 *
 * @param name such as {@code NFQUEUE} or {@code Apache}
 * @param required whether a lab cannot come up without it
 * @param present whether it is there
 * @param detail what was found, such as a path or version, or the error of the probe
 * @param cost when it is missing: what Mignet does without it, or does not do; of a note: why it is
 *     of no matter
 * @param remedy what to do about it when it is missing, an imperative sentence
 */
public record Feature(
    String name, boolean required, boolean present, String detail, String cost, String remedy) {

  /** A feature that is there. */
  public static Feature present(String name, String detail) {
    return new Feature(name, true, true, detail, "", "");
  }

  /** A feature that a lab cannot do without, and that is not there. */
  public static Feature missing(String name, String detail, String cost, String remedy) {
    return new Feature(name, true, false, detail, cost, remedy);
  }

  /** Something that was found, looks like trouble, and is of no matter to labs. */
  public static Feature note(String name, String detail, String cost) {
    return new Feature(name, false, true, detail, cost, "");
  }

  /** The same, as something that only some labs need. */
  public Feature optional() {
    return new Feature(name, false, present, detail, cost, remedy);
  }

  /** In a word or two: {@code ok}, {@code note}, {@code missing} or {@code missing (optional)}. */
  public String state() {
    if (present) {
      return cost.isEmpty() ? "ok" : "note";
    }
    return required ? "missing" : "missing (optional)";
  }
}

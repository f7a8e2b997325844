package dev.mignet.topology.graph;

/**
 * How wide a text is in Helvetica, so that room can be left for it without a font at hand. Arial,
 * Liberation Sans and Nimbus Sans are as wide.
 */
final class Helvetica {

  /** Of the characters from space to {@code ~}, in thousandths of the size (Adobe's AFM). */
  private static final int[] WIDTHS = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, // to /
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, // to ?
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, // to O
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, // to _
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, // to o
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, // to ~
  };

  /** Of all others; no letter is wider. */
  private static final int WIDE = 1000;

  /** How much wider than the regular one the bold face is, at most. */
  private static final double BOLD = 1.11;

  private Helvetica() {}

  /** The width of a text in the unit of the size. */
  static double width(String text, double size) {
    return text.codePoints().map(Helvetica::width).sum() * size / 1000;
  }

  /** The width that a text in bold has at most. */
  static double boldWidth(String text, double size) {
    return BOLD * width(text, size);
  }

  private static int width(int character) {
    int index = character - ' ';
    return index >= 0 && index < WIDTHS.length ? WIDTHS[index] : WIDE;
  }
}

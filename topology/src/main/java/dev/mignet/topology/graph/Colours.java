package dev.mignet.topology.graph;

import dev.mignet.topology.graph.Sketch.Role;

/** What a picture is drawn in. Light grounds, so that it can be printed in black and white. */
final class Colours {

  static final String INK = "#222222";
  static final String FAINT = "#555555";
  static final String MIGRATION = "#b3261e";

  private Colours() {}

  /** Of a box's heading. */
  static String of(Role role) {
    return switch (role) {
      case HOST -> "#eeeeee";
      case ROUTER -> "#fde9c9";
      case BACK_END -> "#dcecf9";
    };
  }
}

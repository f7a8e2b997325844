package dev.mignet.topology.doctor;

import dev.mignet.topology.spi.Feature;
import java.io.IOException;

/** Tries something that a lab needs. */
@FunctionalInterface
interface Probe {

  /** Tries it; returns what was found, such as a path. Any exception means that it is missing. */
  String run() throws IOException, InterruptedException;

  /** What came of it. */
  static Feature feature(String name, String remedy, Probe probe) {
    try {
      return Feature.present(name, probe.run());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Feature.missing(name, "interrupted", remedy);
    } catch (IOException | RuntimeException e) {
      return Feature.missing(name, e.getMessage() == null ? e.toString() : e.getMessage(), remedy);
    }
  }
}

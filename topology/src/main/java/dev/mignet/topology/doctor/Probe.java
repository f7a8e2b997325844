package dev.mignet.topology.doctor;

import dev.mignet.topology.spi.Feature;
import java.io.IOException;

/** Tries something that a lab needs. */
@FunctionalInterface
interface Probe {

  /** Tries it; returns what was found, such as a path. Any exception means that it is missing. */
  String run() throws IOException, InterruptedException;

  /** What came of it; cost and remedy are those of {@link Feature#missing}. */
  static Feature feature(String name, String cost, String remedy, Probe probe) {
    try {
      return Feature.present(name, probe.run());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Feature.missing(name, "interrupted", cost, remedy);
    } catch (IOException | RuntimeException e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      return Feature.missing(name, message, cost, remedy);
    }
  }
}

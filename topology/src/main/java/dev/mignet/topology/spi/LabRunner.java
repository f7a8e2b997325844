package dev.mignet.topology.spi;

import dev.mignet.topology.model.Lab;
import java.nio.file.Path;

/**
 * Brings labs up and down; what the commands {@code up} and {@code down} do, for programs.
 *
 * <p>Outside the command line (in a test, say) it is had by {@code new
 * dev.mignet.topology.run.LocalLabs()}.
 */
public interface LabRunner {

  /**
   * Reads and validates a topology; touches nothing.
   *
   * @throws dev.mignet.topology.yaml.InvalidTopologyException with every problem of the file
   */
  Lab read(Path file);

  /**
   * Creates the lab and starts what runs in it; returns when every service and daemon answers. On
   * failure everything created is taken back before the exception is thrown.
   *
   * @param source the file that the lab was read from; a copy is kept in the lab's folder
   * @param progress told about each step
   * @throws LabException naming the step that failed, why, and the remedy where one is known
   */
  RunningLab up(Lab lab, Path source, Progress progress);

  /** Removes whatever there is of the lab of this name, running or half made; safe to repeat. */
  void down(String lab);
}

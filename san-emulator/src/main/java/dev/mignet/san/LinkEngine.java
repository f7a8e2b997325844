package dev.mignet.san;

import java.io.IOException;
import java.util.Collection;

/**
 * What makes packets late, lost, doubled, reordered and corrupt. The rate is not its business but
 * {@link LinkShaper}'s.
 */
public interface LinkEngine {

  /** As users know it. */
  String name();

  /**
   * Makes these the directions that have impairments.
   *
   * @param impaired all of the lab
   * @param changed those that are not as they were, impaired now or not; each has just been shaped
   *     by {@link LinkShaper}
   * @throws dev.mignet.nodes.linux.KernelException where the kernel refuses
   * @throws IOException where a process of the engine's does not do its work
   */
  void impose(Collection<WireDirection> impaired, Collection<WireDirection> changed)
      throws IOException, InterruptedException;
}

package dev.mignet.topology.spi;

import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.topology.model.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** A lab that is up. Closing it takes it down. */
public interface RunningLab extends AutoCloseable {

  /** What it was made from. */
  Lab lab();

  /** {@code /run/mignet/LAB}. */
  Path folder();

  /**
   * The node's folder, {@code /run/mignet/LAB/nodes/NODE}; there is none until it has a process or
   * files.
   */
  Path folder(String node);

  /** The control socket of the node's migration daemon. */
  Path controlSocket(String node);

  /**
   * Starts a command in the node's namespace and cgroup, with the node's environment under its own.
   *
   * @return the started process; ends with the lab at the latest
   * @throws IOException where no process can be made
   */
  Process start(String node, NodeCommand command) throws IOException;

  /**
   * Runs code on a thread inside the node's namespace, so that a socket it opens is the node's.
   *
   * @throws Exception what the code throws
   */
  <T> T inside(String node, Callable<T> code) throws Exception;

  /** Takes the lab down; safe to repeat. */
  @Override
  void close();
}

package dev.mignet.topology.run;

import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.process.ProcessLauncher;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** A lab of this machine that is up. */
final class LocalLab implements RunningLab {

  private final Lab lab;
  private final LabFolder folder;

  LocalLab(Lab lab) {
    this.lab = lab;
    this.folder = new LabFolder(lab.name());
  }

  /** Starts a command at a node of a lab, with the node's environment under its own. */
  static Process start(
      String lab, String node, Map<String, String> environment, NodeCommand command)
      throws IOException {
    new LabFolder(lab).createFor(node);
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(command.environment());
    return new ProcessLauncher(
            NetworkNamespace.path(LabNames.nodeNamespace(lab, node)),
            LabNames.nodeCgroup(lab, node))
        .start(command.withEnvironment(all));
  }

  @Override
  public Lab lab() {
    return lab;
  }

  @Override
  public Path folder() {
    return folder.path();
  }

  @Override
  public Path folder(String node) {
    return folder.node(lab.node(node).name());
  }

  @Override
  public Path controlSocket(String node) {
    return folder.controlSocket(lab.node(node).name());
  }

  @Override
  public Process start(String node, NodeCommand command) throws IOException {
    return start(lab.name(), node, folder.environment(lab.node(node)), command);
  }

  @Override
  public <T> T inside(String node, Callable<T> code) throws Exception {
    String name = LabNames.nodeNamespace(lab.name(), lab.node(node).name());
    try (NetworkNamespace namespace = NetworkNamespace.open(name)) {
      return namespace.call(code::call);
    }
  }

  @Override
  public void close() {
    Teardown.of(lab.name());
  }
}

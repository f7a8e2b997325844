package dev.mignet.topology.doctor;

import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.process.Cgroup;
import dev.mignet.nodes.process.CgroupHierarchy;
import dev.mignet.nodes.process.ProcessLauncher;

/** A namespace and a cgroup to try things in, gone when closed. Belongs to no lab. */
final class ScratchNode implements AutoCloseable {

  private final String name = "mignet.doctor-" + ProcessHandle.current().pid();
  private final NetworkNamespace namespace;
  private final Cgroup cgroup;

  ScratchNode() {
    NamespaceFiles.delete(name); // of a process that had our id and was killed
    this.cgroup = CgroupHierarchy.probe().group(name);
    this.namespace = NetworkNamespace.create(name);
  }

  NetworkNamespace namespace() {
    return namespace;
  }

  /** Starts processes in the namespace. */
  ProcessLauncher launcher() {
    cgroup.create();
    return new ProcessLauncher(namespace.path(), cgroup);
  }

  @Override
  public void close() {
    cgroup.kill();
    cgroup.remove();
    namespace.close();
    NamespaceFiles.delete(name);
  }
}

package dev.mignet.topology.run;

import dev.mignet.nodes.disk.NodeDisk;
import dev.mignet.nodes.linux.Errno;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.Rtnetlink;
import dev.mignet.nodes.net.Sysctls;
import dev.mignet.nodes.process.Cgroup;
import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Link;
import dev.mignet.topology.plan.Action;
import dev.mignet.topology.plan.Action.End;
import dev.mignet.topology.plan.Route;
import dev.mignet.topology.plan.Sysctl;
import dev.mignet.topology.run.LabState.ProcessState;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes back what the steps of a lab made, while the rest of it lives on. What is not there, wholly
 * or in part, is no error: a change may have been interrupted anywhere.
 */
final class UndoSteps {
  private static final String LOOPBACK = "lo";

  /** What says that something is not there, or not any more. */
  private static final Set<Integer> ABSENT = Set.of(Errno.ENODEV, Errno.EADDRNOTAVAIL, Errno.ESRCH);

  /** A parameter of one interface; a new one has the value of "default". */
  private static final Pattern OF_INTERFACE =
      Pattern.compile("(net[./]ipv[46][./](?:conf|neigh)[./])([^./]+)([./].+)");

  private final LabFolder folder;
  private final KernelSteps kernel;

  UndoSteps(LabFolder folder, KernelSteps kernel) {
    this.folder = folder;
    this.kernel = kernel;
  }

  void undo(Action action) throws IOException, InterruptedException {
    if (action instanceof Action.CreateNode step) {
      removeNode(step.node());
    } else if (action instanceof Action.LimitNode step) {
      LabNames.nodeCgroup(folder.lab(), step.node()).unlimit();
    } else if (action instanceof Action.CreateSwitch step) {
      kernel.delete(LabNames.switchNamespace(folder.lab(), step.network().name()));
    } else if (action instanceof Action.ConnectNodes step) {
      disconnect(step.link());
    } else if (action instanceof Action.ConnectToSwitch step) {
      disconnect(end(step.member()));
    } else if (action instanceof Action.SetSysctls step) {
      reset(step);
    } else if (action instanceof Action.AssignAddresses step) {
      removeAddresses(step);
    } else if (action instanceof Action.MapConnections step) {
      ConnectionMap.remove(kernel.node(step.node()), step.servers());
    } else if (action instanceof Action.AddRoutes step) {
      removeRoutes(step);
    } else if (action instanceof Action.StartService step) {
      stop(step.node(), step.service().name());
      FileTree.delete(folder.service(step.node(), step.service().name()));
    } else if (action instanceof Action.StartDaemon step) {
      stop(step.node(), LabState.DAEMON);
      Files.deleteIfExists(folder.controlSocket(step.node()));
    } else {
      throw new AssertionError(action); // the planner has such a thing go with its node
    }
  }

  private void removeNode(String node) {
    for (Cgroup group :
        List.of(
            LabNames.nodeCgroup(folder.lab(), node), LabNames.daemonCgroup(folder.lab(), node))) {
      group.kill();
      group.remove();
    }
    kernel.delete(LabNames.nodeNamespace(folder.lab(), node));
    NodeDisk.mounted(folder.node(node)).forEach(NodeDisk::unmount);
    FileTree.delete(folder.node(node));
  }

  private static End.AtNode end(Interface member) {
    return new End.AtNode(member.node(), member.name());
  }

  private void disconnect(Link link) {
    disconnect(end(link.first()));
    disconnect(end(link.second())); // gone with the other, or the remains of another wire
  }

  private void disconnect(End.AtNode end) {
    kernel
        .ifPresent(end)
        .ifPresent(at -> tolerating(() -> at.rtnetlink().delete(end.interfaceName())));
  }

  /** To what a new namespace has. */
  private void reset(Action.SetSysctls step) {
    String scratch = LabNames.namespacePrefix(folder.lab()) + "new." + step.node();
    NamespaceFiles.delete(scratch); // of a Mignet that was killed
    Map<String, String> values = new LinkedHashMap<>();
    try (NetworkNamespace fresh = NetworkNamespace.create(scratch)) {
      Sysctls sysctls = new Sysctls(fresh);
      Sysctls own = new Sysctls(kernel.node(step.node()));
      for (Sysctl sysctl : step.sysctls()) {
        String model = OF_INTERFACE.matcher(sysctl.key()).replaceFirst(UndoSteps::ofDefault);
        if (own.has(sysctl.key()) && sysctls.has(model)) {
          values.put(sysctl.key(), sysctls.get(model));
        }
      }
      own.set(values);
    } finally {
      NamespaceFiles.delete(scratch);
    }
  }

  private static String ofDefault(java.util.regex.MatchResult key) {
    boolean special = Set.of("all", "default").contains(key.group(2));
    return Matcher.quoteReplacement(
        special ? key.group() : key.group(1) + "default" + key.group(3));
  }

  private void removeAddresses(Action.AssignAddresses step) {
    Rtnetlink network = kernel.node(step.node()).rtnetlink();
    for (Interface member : step.interfaces()) {
      for (Cidr address : member.addresses()) {
        tolerating(() -> network.deleteAddress(member.name(), KernelSteps.prefix(address)));
      }
    }
    for (InetAddress address : step.virtual()) {
      tolerating(() -> network.deleteAddress(LOOPBACK, IpPrefix.host(address)));
    }
  }

  private void removeRoutes(Action.AddRoutes step) {
    Rtnetlink network = kernel.node(step.node()).rtnetlink();
    for (Route route : step.routes()) {
      tolerating(() -> network.deleteRoute(KernelSteps.kernelRoute(route)));
    }
  }

  private static void tolerating(Runnable removal) {
    try {
      removal.run();
    } catch (KernelException e) {
      if (!ABSENT.contains(e.errno())) {
        throw e;
      }
    }
  }

  /** Kills a process of the lab and all that it has started. */
  private void stop(String node, String name) {
    List<Long> known =
        StateFile.load(folder).stream()
            .flatMap(state -> state.processes().stream())
            .filter(process -> process.node().equals(node) && process.name().equals(name))
            .map(ProcessState::pid)
            .toList();
    ServiceProcesses.kill(LabNames.nodeCgroup(folder.lab(), node), name, known);
    ServiceProcesses.kill(LabNames.daemonCgroup(folder.lab(), node), name, known);
  }
}

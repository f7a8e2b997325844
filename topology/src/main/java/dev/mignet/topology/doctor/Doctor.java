package dev.mignet.topology.doctor;

import dev.mignet.nodes.disk.Disk;
import dev.mignet.nodes.process.Controller;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.model.Service;
import dev.mignet.topology.spi.Feature;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.ServiceKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tries on this machine what labs need. */
public final class Doctor {

  private Doctor() {}

  /** Everything that any lab may need, with these kinds of services. */
  public static List<Feature> everything(Collection<ServiceKind> kinds) {
    List<Feature> features = new ArrayList<>(ofMachine());
    if (MachineProbes.isRoot()) {
      features.addAll(insideNamespace(true));
      for (Controller controller : Controller.values()) {
        features.add(optional(LimitProbes.controller(controller)));
      }
      features.add(optional(LimitProbes.disk()));
    } else {
      features.add(Feature.missing("namespaces", "not tried without root", "run it with sudo"));
    }
    features.add(MachineProbes.iptablesPrograms());
    features.add(MachineProbes.imposedIsn());
    kinds.forEach(kind -> features.addAll(kind.features()));
    return features;
  }

  /**
   * Makes sure that a lab can come up.
   *
   * @throws LabException naming each thing that is missing, and its remedy
   */
  public static void require(Lab lab, Collection<ServiceKind> kinds) {
    boolean migrates = !lab.endpoints().isEmpty();
    List<Feature> features = new ArrayList<>(ofMachine());
    features.addAll(insideNamespace(migrates));
    if (migrates) {
      features.add(MachineProbes.imposedIsn());
    }
    features.addAll(limits(lab));
    if (lab.segments().stream().anyMatch(segment -> segment.subnet6().isPresent())) {
      features.add(MachineProbes.ipv6());
    }
    List<String> used =
        lab.nodes().stream()
            .flatMap(node -> node.services().stream())
            .map(Service::kind)
            .distinct()
            .toList();
    kinds.stream()
        .filter(kind -> used.contains(kind.name()))
        .forEach(kind -> features.addAll(kind.features()));
    requireAll(lab.name(), features);
  }

  /** Whether this process is root; nothing can be made without. */
  public static boolean isRoot() {
    return MachineProbes.isRoot();
  }

  static void requireAll(String lab, List<Feature> features) {
    String missing =
        features.stream()
            .filter(feature -> feature.required() && !feature.present())
            .map(f -> "\n  " + f.name() + ": " + f.remedy() + "; found: " + f.detail())
            .collect(Collectors.joining());
    if (!missing.isEmpty()) {
      throw new LabException("this machine lacks what lab " + lab + " needs:" + missing);
    }
  }

  private static List<Feature> limits(Lab lab) {
    List<Feature> features = new ArrayList<>();
    Set<Controller> controllers = EnumSet.noneOf(Controller.class);
    List<Disk> disks = new ArrayList<>();
    for (Node node : lab.nodes()) {
      controllers.addAll(node.resources().limits().controllers());
      node.resources().disk().ifPresent(disks::add);
    }
    if (disks.stream().anyMatch(Disk::isThrottled)) {
      controllers.add(Controller.IO);
    }
    controllers.forEach(controller -> features.add(LimitProbes.controller(controller)));
    if (!disks.isEmpty()) {
      features.add(LimitProbes.disk());
    }
    lab.nodes().stream()
        .filter(node -> node.resources().limits().cpuPerMille().isPresent())
        .forEach(node -> features.add(MachineProbes.cores(node)));
    return features;
  }

  /** What only some labs need. */
  private static Feature optional(Feature feature) {
    return feature.present()
        ? feature
        : Feature.optional(feature.name(), feature.detail(), feature.remedy());
  }

  private static List<Feature> ofMachine() {
    return List.of(
        MachineProbes.root(),
        MachineProbes.cgroups(),
        MachineProbes.room(),
        MachineProbes.utilities());
  }

  private static List<Feature> insideNamespace(boolean migration) {
    List<Feature> features = new ArrayList<>();
    try (ScratchNode node = new ScratchNode()) {
      features.add(Feature.present("namespaces", "made one"));
      NamespaceProbes probes = new NamespaceProbes(node);
      features.addAll(probes.links());
      if (migration) {
        features.addAll(probes.migration());
      }
    } catch (RuntimeException e) {
      features.add(
          Feature.missing(
              "namespaces",
              String.valueOf(e.getMessage()),
              "in a container, run it privileged (CAP_SYS_ADMIN and CAP_NET_ADMIN)"));
    }
    return features;
  }
}

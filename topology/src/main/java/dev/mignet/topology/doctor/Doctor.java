package dev.mignet.topology.doctor;

import dev.mignet.nodes.disk.Disk;
import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.process.Controller;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.model.Service;
import dev.mignet.topology.spi.Feature;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.ServiceKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tries on this machine what labs need. */
public final class Doctor {

  /** What every lab needs. */
  static final String NO_LAB = "no lab comes up";

  private Doctor() {}

  /** Everything that any lab may need, with these kinds of services. */
  public static List<Feature> everything(Collection<ServiceKind> kinds) {
    Privileges privileges = Privileges.own();
    List<Feature> features = new ArrayList<>(ofMachine(privileges));
    if (privileges.suffice()) {
      features.addAll(
          insideNamespace(
              probes ->
                  Stream.of(probes.links(), probes.migration()).flatMap(List::stream).toList()));
    } else {
      features.add(
          Feature.missing(
              "namespaces", "not tried", NO_LAB, "get root and capabilities first, as above"));
    }
    features.add(MachineProbes.iptablesPrograms());
    if (privileges.suffice()) {
      features.addAll(mechanisms(MachineProbes.imposedIsn(), probe(NamespaceProbes::translation)));
    }
    features.addAll(forSome(privileges, kinds).stream().map(Feature::optional).toList());
    features.addAll(MachineNotes.here());
    return features;
  }

  /**
   * Makes sure that a lab can come up.
   *
   * @param machine begun before, meanwhile
   * @throws LabException naming each thing that is missing, and its remedy
   */
  public static void require(Lab lab, Collection<ServiceKind> kinds, MachineCheck machine) {
    List<Feature> features = new ArrayList<>(machine.features());
    if (!lab.endpoints().isEmpty()) {
      features.addAll(insideNamespace(NamespaceProbes::migration));
    }
    features.addAll(requiredMechanisms(lab));
    if (lab.isImpaired()) {
      features.add(probe(NamespaceProbes::linkEngine));
    }
    features.addAll(limits(lab));
    if (lab.segments().stream().anyMatch(segment -> segment.subnet6().isPresent())) {
      features.add(MachineProbes.ipv6());
    }
    if (GenericEndpoint.families(lab.endpoints()).contains(IpFamily.IPV6)) {
      features.add(probe(NamespaceProbes::rules6));
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

  /** Whether the kernel can impair links itself. */
  public static boolean hasNetem() {
    try (ScratchNode node = new ScratchNode()) {
      return new NamespaceProbes(node).netemError().isEmpty();
    }
  }

  /** Whether the kernel can make a socket with chosen sequence numbers. */
  public static boolean hasImposedIsn() {
    return MachineProbes.imposedIsn().present();
  }

  /** What continues connections of other nodes, and which of the two a daemon takes by itself. */
  static List<Feature> mechanisms(Feature imposed, Feature translation) {
    List<Feature> features = new ArrayList<>();
    features.add(imposed.optional());
    features.add(imposed.present() ? translation.optional() : translation);
    if (imposed.present() || translation.present()) {
      Mechanism taken = imposed.present() ? Mechanism.IMPOSED_ISN : Mechanism.TRANSLATION;
      features.add(
          Feature.present("mechanism", taken.text() + ", where the lab does not say which"));
    }
    return features;
  }

  private static List<Feature> requiredMechanisms(Lab lab) {
    Set<Mechanism> wanted = EnumSet.noneOf(Mechanism.class);
    lab.endpoints().forEach(endpoint -> wanted.add(endpoint.mechanism()));
    if (wanted.isEmpty()) {
      return List.of();
    }
    Feature imposed = MachineProbes.imposedIsn();
    List<Feature> features = new ArrayList<>();
    if (wanted.contains(Mechanism.IMPOSED_ISN)) {
      features.add(imposed);
    }
    if (wanted.contains(Mechanism.TRANSLATION)
        || wanted.contains(Mechanism.AUTO) && !imposed.present()) {
      Set<IpFamily> families = GenericEndpoint.families(lab.endpoints());
      if (families.contains(IpFamily.IPV4)) {
        features.add(probe(NamespaceProbes::translation));
      }
      if (families.contains(IpFamily.IPV6)) {
        features.add(probe(NamespaceProbes::translation6));
      }
    }
    return features;
  }

  private static Feature probe(Function<NamespaceProbes, Feature> one) {
    try (ScratchNode node = new ScratchNode()) {
      return one.apply(new NamespaceProbes(node));
    }
  }

  /** Whether this process is root; nothing can be made without. */
  public static boolean isRoot() {
    return Privileges.own().isRoot();
  }

  /** Whether nothing is missing that is required. */
  public static boolean isSufficient(List<Feature> features) {
    return features.stream().allMatch(feature -> feature.present() || !feature.required());
  }

  static void requireAll(String lab, List<Feature> features) {
    String missing =
        features.stream()
            .filter(feature -> feature.required() && !feature.present())
            .distinct()
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

  /** What only some labs need, or some commands. */
  private static List<Feature> forSome(Privileges privileges, Collection<ServiceKind> kinds) {
    List<Feature> features = new ArrayList<>();
    if (privileges.suffice()) {
      try (ScratchNode node = new ScratchNode()) {
        NamespaceProbes probes = new NamespaceProbes(node);
        features.add(probes.netem());
        features.add(probes.linkEngine());
        features.add(probes.rules6());
        features.add(probes.translation6());
      }
      for (Controller controller : Controller.values()) {
        features.add(LimitProbes.controller(controller));
      }
      features.add(LimitProbes.disk());
    }
    features.add(MachineProbes.ipv6());
    features.add(MachineProbes.pressure(Path.of("/proc")));
    kinds.forEach(kind -> features.addAll(kind.features()));
    features.add(MachineProbes.dumpcap());
    return features;
  }

  private static List<Feature> ofMachine(Privileges privileges) {
    List<Feature> features = new ArrayList<>(privileges.features());
    features.add(MachineProbes.cgroups());
    features.add(MachineProbes.room());
    features.add(MachineProbes.utilities());
    return features;
  }

  /** What every lab needs. */
  static List<Feature> forEveryLab() {
    List<Feature> features = new ArrayList<>(ofMachine(Privileges.own()));
    features.addAll(insideNamespace(NamespaceProbes::links));
    return features;
  }

  private static List<Feature> insideNamespace(Function<NamespaceProbes, List<Feature>> probes) {
    List<Feature> features = new ArrayList<>();
    try (ScratchNode node = new ScratchNode()) {
      features.add(Feature.present("namespaces", "made one"));
      features.addAll(probes.apply(new NamespaceProbes(node)));
    } catch (RuntimeException e) {
      features.add(
          Feature.missing(
              "namespaces",
              String.valueOf(e.getMessage()),
              NO_LAB,
              "in a container, run it privileged (CAP_SYS_ADMIN and CAP_NET_ADMIN)"));
    }
    return features;
  }
}

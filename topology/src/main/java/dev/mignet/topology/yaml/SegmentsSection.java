package dev.mignet.topology.yaml;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.Wire;
import dev.mignet.topology.yaml.WireReader.Directions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code links} and {@code networks}, with what {@code defaults} say of them. */
final class SegmentsSection {

  private static final String AUTO = "auto";
  private static final String NONE = "none";

  private final Set<String> nodes;
  private final Map<String, Place> interfaces = new HashMap<>();
  private final List<SegmentDraft> segments = new ArrayList<>();
  private final WireReader wires;
  private final boolean defaultIpv6;

  SegmentsSection(Catalogue catalogue, Set<String> nodes, Optional<YamlObject> defaults) {
    this.nodes = nodes;
    this.wires = new WireReader(catalogue.profiles(), defaults);
    this.defaultIpv6 =
        defaults.flatMap(d -> d.get("subnet6")).map(SegmentsSection::isAuto).orElse(false);
  }

  /** Reads all; links first, then networks, each in the order of the file. */
  List<SegmentDraft> read(YamlObject lab) {
    lab.get("links").ifPresent(value -> value.list().forEach(this::readLink));
    lab.get("networks").ifPresent(value -> value.entries().values().forEach(this::readNetwork));
    return segments;
  }

  private void readLink(YamlValue value) {
    YamlObject link = value.object(Shape.LINK);
    Wire wire = wires.wire(value, link, WireReader.directions(link));
    Optional<YamlValue> ends = link.required("endpoints");
    List<SegmentDraft.Member> members = ends.map(this::members).orElse(List.of());
    int written = ends.map(end -> end.list().size()).orElse(2);
    if (written != 2) {
      ends.get().problem("a link has two ends, found " + written + "; see \"networks\" for more");
    } else if (members.size() == 2) {
      SegmentDraft.Member first = members.get(0);
      if (first.node().equals(members.get(1).node())) {
        ends.get().problem("both ends are at \"" + first.node() + '"');
      }
      String name = first.node() + '-' + first.interfaceName();
      segments.add(
          new SegmentDraft(
              name,
              value.place(),
              true,
              wire,
              subnet(link),
              subnet6(link),
              usesIpv6(link),
              members,
              Map.of()));
    } else {
      subnet(link); // for their problems only
      subnet6(link);
    }
  }

  private void readNetwork(YamlEntry entry) {
    Names.problemOf(entry.key()).ifPresent(entry::problem);
    YamlObject network = entry.value().object(Shape.NETWORK);
    Directions said = WireReader.directions(network);
    Wire wire = wires.wire(entry.value(), network, said);
    List<SegmentDraft.Member> members = new ArrayList<>();
    Map<String, Wire> own = new HashMap<>();
    for (YamlValue element : network.required("members").map(YamlValue::list).orElse(List.of())) {
      if (element.isMapping()) {
        YamlObject object = element.object(Shape.MEMBER);
        Wire ofMember = wires.wire(element, wire, said.under(WireReader.directions(object)));
        Optional<SegmentDraft.Member> member = object.required("port").flatMap(this::member);
        member.ifPresent(m -> own.put(m.reference(), ofMember));
        member.ifPresent(members::add);
      } else {
        member(element).ifPresent(members::add);
      }
    }
    segments.add(
        new SegmentDraft(
            entry.key(),
            entry.value().place(),
            false,
            wire,
            subnet(network),
            subnet6(network),
            usesIpv6(network),
            members,
            own));
  }

  private List<SegmentDraft.Member> members(YamlValue value) {
    List<SegmentDraft.Member> members = new ArrayList<>();
    for (YamlValue element : value.list()) {
      member(element).ifPresent(members::add);
    }
    return members;
  }

  private Optional<SegmentDraft.Member> member(YamlValue element) {
    return element.text().flatMap(text -> member(element, text));
  }

  private Optional<SegmentDraft.Member> member(YamlValue element, String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      element.problem("must be \"NODE:INTERFACE\", found \"" + text + '"');
      return Optional.empty();
    }
    String node = text.substring(0, colon);
    String name = text.substring(colon + 1);
    Optional<String> badName = Names.problemOfInterface(name);
    badName.ifPresent(element::problem);
    if (!nodes.contains(node)) {
      element.problem("no node named \"" + node + '"' + Suggestion.forName(node, nodes));
      return Optional.empty();
    }
    Place first = interfaces.putIfAbsent(text, element.place());
    if (first != null) {
      element.problem("\"" + text + "\" is on a wire already, in line " + first.line());
    }
    return first != null || badName.isPresent()
        ? Optional.empty()
        : Optional.of(new SegmentDraft.Member(node, name, element.place()));
  }

  private static Optional<Placed<Cidr>> subnet(YamlObject segment) {
    return segment.get("subnet").flatMap(value -> subnet(value, IpFamily.IPV4));
  }

  private static Optional<Placed<Cidr>> subnet6(YamlObject segment) {
    return segment
        .get("subnet6")
        .filter(value -> wordOf(value).isEmpty())
        .flatMap(value -> subnet(value, IpFamily.IPV6));
  }

  private boolean usesIpv6(YamlObject segment) {
    return segment
        .get("subnet6")
        .map(v -> !wordOf(v).equals(Optional.of(NONE)))
        .orElse(defaultIpv6);
  }

  /** {@code auto} or {@code none} in the place of a subnet. */
  private static Optional<String> wordOf(YamlValue value) {
    return value.isText()
        ? value.text().filter(text -> text.equals(AUTO) || text.equals(NONE))
        : Optional.empty();
  }

  private static boolean isAuto(YamlValue value) {
    Optional<String> word = wordOf(value);
    if (word.isEmpty()) {
      value.problem("must be \"auto\" or \"none\"; a subnet is that of one link or network");
    }
    return word.equals(Optional.of(AUTO));
  }

  private static Optional<Placed<Cidr>> subnet(YamlValue value, IpFamily family) {
    Optional<Cidr> cidr = AddressText.withPrefix(value, family);
    if (cidr.isPresent() && !cidr.get().isNetwork()) {
      value.problem(
          "not a subnet: \"" + cidr.get() + "\"; did you mean \"" + cidr.get().network() + "\"?");
      return Optional.empty();
    }
    return cidr.map(subnet -> new Placed<>(subnet, value.place()));
  }
}

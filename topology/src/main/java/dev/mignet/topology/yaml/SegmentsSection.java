package dev.mignet.topology.yaml;

import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.IpFamily;
import dev.mignet.topology.model.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads {@code links} and {@code networks}, with what {@code defaults} say of them. */
final class SegmentsSection {

  private static final String UNSHAPED = "unshaped";
  private static final String AUTO = "auto";
  private static final String NONE = "none";

  /** Below 576 bytes IPv4 hosts may not have to take a packet (RFC 791, 3.1). */
  private static final int LEAST_MTU = 576;

  private static final int MOST_MTU = 65_535;

  private final Catalogue catalogue;
  private final Set<String> nodes;
  private final Map<String, Place> interfaces = new HashMap<>();
  private final List<SegmentDraft> segments = new ArrayList<>();
  private final String defaultProfile;
  private final OptionalInt defaultMtu;
  private final boolean defaultIpv6;

  SegmentsSection(Catalogue catalogue, Set<String> nodes, Optional<YamlObject> defaults) {
    this.catalogue = catalogue;
    this.nodes = nodes;
    this.defaultProfile =
        defaults.flatMap(d -> d.get("profile")).flatMap(this::profile).orElse(UNSHAPED);
    this.defaultIpv6 =
        defaults.flatMap(d -> d.get("subnet6")).map(SegmentsSection::isAuto).orElse(false);
    this.defaultMtu = defaults.map(SegmentsSection::mtu).orElse(OptionalInt.empty());
  }

  /** Reads all; links first, then networks, each in the order of the file. */
  List<SegmentDraft> read(YamlObject lab) {
    lab.get("links").ifPresent(value -> value.list().forEach(this::readLink));
    lab.get("networks").ifPresent(value -> value.entries().values().forEach(this::readNetwork));
    return segments;
  }

  private void readLink(YamlValue value) {
    YamlObject link = value.object(Shape.LINK);
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
              wire(link),
              subnet(link),
              subnet6(link),
              usesIpv6(link),
              members));
    } else {
      checkSettings(link);
    }
  }

  private void readNetwork(YamlEntry entry) {
    Names.problemOf(entry.key()).ifPresent(entry::problem);
    YamlObject network = entry.value().object(Shape.NETWORK);
    List<SegmentDraft.Member> members =
        network.required("members").map(this::members).orElse(List.of());
    segments.add(
        new SegmentDraft(
            entry.key(),
            entry.value().place(),
            false,
            wire(network),
            subnet(network),
            subnet6(network),
            usesIpv6(network),
            members));
  }

  /** For their problems only, where there is no segment to put them in. */
  private void checkSettings(YamlObject segment) {
    wire(segment);
    subnet(segment);
    subnet6(segment);
  }

  private List<SegmentDraft.Member> members(YamlValue value) {
    List<SegmentDraft.Member> members = new ArrayList<>();
    for (YamlValue element : value.list()) {
      element.text().flatMap(text -> member(element, text)).ifPresent(members::add);
    }
    return members;
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

  private Wire wire(YamlObject segment) {
    OptionalInt mtu = mtu(segment);
    return new Wire(
        segment.get("profile").flatMap(this::profile).orElse(defaultProfile),
        segment.get("rate").map(Rate::read).orElse(OptionalLong.empty()),
        mtu.isPresent() ? mtu : defaultMtu);
  }

  private Optional<String> profile(YamlValue value) {
    Optional<String> name = value.text();
    if (name.isPresent() && !catalogue.profiles().contains(name.get())) {
      String suggestion = Suggestion.forName(name.get(), catalogue.profiles());
      value.problem(
          "no profile named \""
              + name.get()
              + '"'
              + (suggestion.isEmpty()
                  ? "; known are " + String.join(", ", catalogue.profiles())
                  : suggestion));
      return Optional.empty();
    }
    return name;
  }

  private static OptionalInt mtu(YamlObject object) {
    return object
        .get("mtu")
        .map(value -> value.integer(LEAST_MTU, MOST_MTU))
        .orElse(OptionalInt.empty());
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

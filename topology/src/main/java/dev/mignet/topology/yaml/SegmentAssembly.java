package dev.mignet.topology.yaml;

import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Link;
import dev.mignet.topology.model.Network;
import dev.mignet.topology.model.Segment;
import dev.mignet.topology.yaml.AddressAssignment.Addressing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes segments of drafts and what was assigned to them. */
final class SegmentAssembly {

  /** IPv6's least, RFC 8200, section 5; below it the kernel takes IPv6 off an interface. */
  private static final int LEAST_MTU = 1280;

  private final List<Optional<Addressing>> ipv4;
  private final List<Optional<Addressing>> ipv6;
  private final MacAssignment macs;
  private final Problems problems;

  SegmentAssembly(
      List<Optional<Addressing>> ipv4,
      List<Optional<Addressing>> ipv6,
      MacAssignment macs,
      Problems problems) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
    this.macs = macs;
    this.problems = problems;
  }

  /** The segments of the drafts that have got addresses, in their order. */
  List<Segment> assemble(List<SegmentDraft> drafts) {
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      SegmentDraft draft = drafts.get(i);
      Optional<Addressing> six = ipv6.get(i);
      ipv4.get(i).ifPresent(own -> segments.add(segment(draft, own, six)));
    }
    return segments;
  }

  private Segment segment(SegmentDraft draft, Addressing own, Optional<Addressing> six) {
    Optional<Cidr> subnet6 = six.map(Addressing::subnet);
    int mtu = draft.wire().mtu().orElse(LEAST_MTU);
    if (six.isPresent() && mtu < LEAST_MTU) {
      problems.add(draft.place(), "IPv6 needs an MTU of at least " + LEAST_MTU + ", found " + mtu);
    }
    List<Interface> interfaces = new ArrayList<>();
    for (int i = 0; i < own.addresses().size(); i++) {
      SegmentDraft.Member member = draft.members().get(i);
      int index = i;
      interfaces.add(
          new Interface(
              member.node(),
              member.interfaceName(),
              macs.of(member.reference()),
              own.addresses().get(i),
              six.filter(a -> index < a.addresses().size()).map(a -> a.addresses().get(index))));
    }
    if (draft.pointToPoint() && interfaces.size() == 2) {
      return new Link(
          draft.name(), own.subnet(), subnet6, draft.wire(), interfaces.get(0), interfaces.get(1));
    }
    return new Network(
        draft.name(), own.subnet(), subnet6, draft.wire(), interfaces, draft.wires());
  }
}

package dev.mignet.topology.yaml;

import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Link;
import dev.mignet.topology.model.Network;
import dev.mignet.topology.model.Segment;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives every segment a subnet and every interface an address, where the file gives none: by place
 * in the file alone, so that the same file always has the same addresses.
 */
final class AddressAssignment {

  private final Problems problems;
  private final Map<String, Placed<Cidr>> given;
  private final List<Placed<InetAddress>> virtual;
  private final MacAssignment macs;
  private final List<Cidr> taken = new ArrayList<>();

  /**
   * For these addresses of the file.
   *
   * @param given {@code node:interface} to its address
   * @param virtual the generic endpoints' addresses
   * @param macs of the interfaces
   */
  AddressAssignment(
      Problems problems,
      Map<String, Placed<Cidr>> given,
      List<Placed<InetAddress>> virtual,
      MacAssignment macs) {
    this.macs = macs;
    this.problems = problems;
    this.given = given;
    this.virtual = virtual;
  }

  /** Resolves the drafts, in their order. */
  List<Segment> assign(List<SegmentDraft> drafts) {
    Map<SegmentDraft, Cidr> subnets = new HashMap<>();
    for (SegmentDraft draft : drafts) {
      givenSubnet(draft).ifPresent(subnet -> subnets.put(draft, takeGiven(draft, subnet)));
    }
    List<Segment> segments = new ArrayList<>();
    for (SegmentDraft draft : drafts) {
      Cidr subnet = subnets.computeIfAbsent(draft, any -> takeFree());
      segments.add(segment(draft, subnet));
    }
    return segments;
  }

  private Optional<Placed<Cidr>> givenSubnet(SegmentDraft draft) {
    return draft
        .subnet()
        .or(
            () ->
                draft.members().stream()
                    .map(member -> given.get(member.reference()))
                    .flatMap(address -> Optional.ofNullable(address).stream())
                    .findFirst()
                    .map(first -> new Placed<>(first.value().network(), first.place())));
  }

  private Cidr takeGiven(SegmentDraft draft, Placed<Cidr> subnet) {
    for (Cidr other : taken) {
      if (other.overlaps(subnet.value())) {
        problems.add(subnet.place(), subnet.value() + " overlaps " + other + " of another network");
      }
    }
    for (Placed<InetAddress> address : virtual) {
      if (subnet.value().contains(address.value())) {
        problems.add(
            address.place(),
            address.value().getHostAddress()
                + " must not lie in the subnet of \""
                + draft.name()
                + "\", "
                + subnet.value());
      }
    }
    taken.add(subnet.value());
    return subnet.value();
  }

  /** The next of 10.9.1.0/24, 10.9.2.0/24 and so on that nothing of the file touches. */
  private Cidr takeFree() {
    Cidr all = new Cidr(ten(), 8);
    int third = 9 * 256 + 1;
    while (true) {
      Cidr candidate = new Cidr(all.host(third << 8), 24);
      boolean free =
          taken.stream().noneMatch(candidate::overlaps)
              && virtual.stream().noneMatch(address -> candidate.contains(address.value()));
      if (free) {
        taken.add(candidate);
        return candidate;
      }
      third++;
    }
  }

  private static InetAddress ten() {
    return new Cidr(InetAddress.getLoopbackAddress(), 0).host(10 << 24);
  }

  private Segment segment(SegmentDraft draft, Cidr subnet) {
    Map<InetAddress, String> used = new HashMap<>();
    for (SegmentDraft.Member member : draft.members()) {
      Placed<Cidr> address = given.get(member.reference());
      if (address != null) {
        checkGiven(draft, subnet, member, address, used);
      }
    }
    int size = 1 << (32 - subnet.prefix());
    if (draft.members().size() > size - 2) {
      problems.add(
          draft.place(),
          draft.members().size() + " members do not fit into " + subnet + "; give a wider subnet");
      return resolved(draft, subnet, List.of());
    }
    List<Interface> interfaces = new ArrayList<>();
    int next = 1;
    for (SegmentDraft.Member member : draft.members()) {
      Placed<Cidr> address = given.get(member.reference());
      InetAddress chosen;
      if (address != null) {
        chosen = address.value().address();
      } else {
        while (used.containsKey(subnet.host(next))) {
          next++;
        }
        chosen = subnet.host(next++);
      }
      interfaces.add(
          new Interface(
              member.node(),
              member.interfaceName(),
              macs.of(member.reference()),
              new Cidr(chosen, subnet.prefix())));
    }
    return resolved(draft, subnet, interfaces);
  }

  private void checkGiven(
      SegmentDraft draft,
      Cidr subnet,
      SegmentDraft.Member member,
      Placed<Cidr> address,
      Map<InetAddress, String> used) {
    InetAddress host = address.value().address();
    int last = (1 << (32 - subnet.prefix())) - 1;
    if (!address.value().network().equals(subnet)) {
      problems.add(
          address.place(),
          address.value() + " is not of the subnet of \"" + draft.name() + "\", " + subnet);
    } else if (host.equals(subnet.host(0)) || host.equals(subnet.host(last))) {
      problems.add(address.place(), address.value() + " is not an address of a host in its subnet");
    }
    String other = used.putIfAbsent(host, member.reference());
    if (other != null) {
      problems.add(
          address.place(), host.getHostAddress() + " is the address of \"" + other + "\" already");
    }
  }

  private static Segment resolved(SegmentDraft draft, Cidr subnet, List<Interface> interfaces) {
    if (draft.pointToPoint() && interfaces.size() == 2) {
      return new Link(draft.name(), subnet, draft.wire(), interfaces.get(0), interfaces.get(1));
    }
    return new Network(draft.name(), subnet, draft.wire(), interfaces);
  }
}

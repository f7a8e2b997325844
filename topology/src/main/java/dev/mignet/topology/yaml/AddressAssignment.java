package dev.mignet.topology.yaml;

import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.topology.model.Cidr;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives segments a subnet and their interfaces an address of one family, where the file gives none:
 * by place in the file alone, so that the same file always has the same addresses.
 */
final class AddressAssignment {

  private final Numbering numbering;
  private final Problems problems;
  private final Map<String, Placed<Cidr>> given;
  private final List<Placed<InetAddress>> virtual;
  private final List<Cidr> taken = new ArrayList<>();

  /**
   * For these addresses of the file.
   *
   * @param given {@code node:interface} to its address
   * @param virtual the generic endpoints' addresses
   */
  AddressAssignment(
      Numbering numbering,
      Problems problems,
      Map<String, Placed<Cidr>> given,
      List<Placed<InetAddress>> virtual) {
    this.numbering = numbering;
    this.problems = problems;
    this.given = given;
    this.virtual = virtual;
  }

  /**
   * The addresses of a segment.
   *
   * @param addresses one for each member, with the subnet's prefix length; none where they do not
   *     fit
   */
  record Addressing(Cidr subnet, List<Cidr> addresses) {}

  /** Those of each draft; empty where it does not use this family. */
  List<Optional<Addressing>> assign(List<SegmentDraft> drafts) {
    List<Optional<Cidr>> subnets =
        drafts.stream()
            .map(draft -> givenSubnet(draft).map(subnet -> takeGiven(draft, subnet)))
            .toList();
    List<Optional<Addressing>> all = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      SegmentDraft draft = drafts.get(i);
      Optional<Cidr> subnet = subnets.get(i);
      if (subnet.isEmpty() && draft.uses(numbering.family())) {
        subnet = Optional.of(takeFree());
      }
      all.add(subnet.map(one -> new Addressing(one, addresses(draft, one))));
    }
    return all;
  }

  private Optional<Placed<Cidr>> givenSubnet(SegmentDraft draft) {
    return draft
        .subnet(numbering.family())
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
            IpPrefix.text(address.value())
                + " must not lie in the subnet of \""
                + draft.name()
                + "\", "
                + subnet.value());
      }
    }
    taken.add(subnet.value());
    return subnet.value();
  }

  /** The next in number that nothing of the file touches. */
  private Cidr takeFree() {
    int number = 1;
    while (true) {
      Cidr candidate = numbering.candidate(number);
      boolean free =
          taken.stream().noneMatch(candidate::overlaps)
              && virtual.stream().noneMatch(address -> candidate.contains(address.value()));
      if (free) {
        taken.add(candidate);
        return candidate;
      }
      number++;
    }
  }

  private List<Cidr> addresses(SegmentDraft draft, Cidr subnet) {
    Map<InetAddress, String> used = new HashMap<>();
    for (SegmentDraft.Member member : draft.members()) {
      Placed<Cidr> address = given.get(member.reference());
      if (address != null) {
        checkGiven(draft, subnet, member, address, used);
      }
    }
    if (draft.members().size() > numbering.hosts(subnet)) {
      problems.add(
          draft.place(),
          draft.members().size() + " members do not fit into " + subnet + "; give a wider subnet");
      return List.of();
    }
    List<Cidr> addresses = new ArrayList<>();
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
      addresses.add(new Cidr(chosen, subnet.prefix()));
    }
    return addresses;
  }

  private void checkGiven(
      SegmentDraft draft,
      Cidr subnet,
      SegmentDraft.Member member,
      Placed<Cidr> address,
      Map<InetAddress, String> used) {
    InetAddress host = address.value().address();
    if (!address.value().network().equals(subnet)) {
      problems.add(
          address.place(),
          address.value() + " is not of the subnet of \"" + draft.name() + "\", " + subnet);
    } else if (!numbering.isHost(subnet, host)) {
      problems.add(address.place(), address.value() + " is not an address of a host in its subnet");
    }
    String other = used.putIfAbsent(host, member.reference());
    if (other != null) {
      problems.add(
          address.place(), IpPrefix.text(host) + " is the address of \"" + other + "\" already");
    }
  }
}

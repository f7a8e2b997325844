package dev.mignet.topology.plan;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.tcpmig.settings.Endpoint;
import dev.mignet.tcpmig.settings.Variant;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Lab;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A back-end, in the table in which a front-end keeps where the server of each connection is (the
 * paper, section 4).
 *
 * @param number its mark in that table, from 1: its place among the back-ends that the front-end
 *     knows
 * @param node its name
 * @param hops the ways to it, by families of its endpoints
 * @param mac the address that it sends from
 * @param endpoints those that it serves
 */
public record MappedServer(
    int number, String node, Map<IpFamily, Route.Hop> hops, String mac, List<Endpoint> endpoints) {

  /** Copies the collections. */
  public MappedServer {
    hops = Collections.unmodifiableMap(new EnumMap<>(hops));
    endpoints = List.copyOf(endpoints);
  }

  /** Those that a node has to know as a front-end; none where it is no such one. */
  static List<MappedServer> of(Lab lab, String frontEnd) {
    List<GenericEndpoint> endpoints =
        lab.endpoints().stream()
            .filter(e -> e.variant() == Variant.FRONT_END)
            .filter(e -> e.frontEnds().stream().anyMatch(f -> f.node().equals(frontEnd)))
            .toList();
    List<String> backEnds =
        endpoints.stream().flatMap(e -> e.backEnds().stream()).distinct().toList();
    List<MappedServer> servers = new ArrayList<>();
    for (String backEnd : backEnds) {
      List<Endpoint> served =
          endpoints.stream()
              .filter(e -> e.backEnds().contains(backEnd))
              .map(DaemonPlan::endpoint)
              .toList();
      Neighbour neighbour = Neighbour.of(lab, frontEnd, backEnd).orElseThrow();
      Map<IpFamily, Route.Hop> hops = new EnumMap<>(IpFamily.class);
      for (Endpoint endpoint : served) {
        hops.computeIfAbsent(endpoint.family(), neighbour::hop);
      }
      servers.add(
          new MappedServer(servers.size() + 1, backEnd, hops, neighbour.other().mac(), served));
    }
    return servers;
  }
}

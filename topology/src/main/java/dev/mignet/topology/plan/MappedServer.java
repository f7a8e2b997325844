package dev.mignet.topology.plan;

import dev.mignet.tcpmig.settings.Endpoint;
import dev.mignet.tcpmig.settings.Variant;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Lab;
import java.util.ArrayList;
import java.util.List;

/**
 * A back-end, in the table in which a front-end keeps where the server of each connection is (the
 * paper, section 4).
 *
 * @param number its mark in that table, from 1: its place among the back-ends that the front-end
 *     knows
 * @param node its name
 * @param hop the way to it
 * @param mac the address that it sends from
 * @param endpoints those that it serves
 */
public record MappedServer(
    int number, String node, Route.Hop hop, String mac, List<Endpoint> endpoints) {

  /** Copies the list. */
  public MappedServer {
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
      Neighbour neighbour = Neighbour.of(lab, frontEnd, backEnd).orElseThrow();
      servers.add(
          new MappedServer(
              servers.size() + 1,
              backEnd,
              new Route.Hop(neighbour.other().address().address(), neighbour.own().name()),
              neighbour.other().mac(),
              endpoints.stream()
                  .filter(e -> e.backEnds().contains(backEnd))
                  .map(e -> new Endpoint(e.name(), e.address().getHostAddress(), e.port()))
                  .toList()));
    }
    return servers;
  }
}

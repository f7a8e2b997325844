package dev.mignet.topology.plan;

import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.tcpmig.settings.DaemonSettings;
import dev.mignet.tcpmig.settings.Endpoint;
import dev.mignet.tcpmig.settings.FrontEnd;
import dev.mignet.tcpmig.settings.IdleRule;
import dev.mignet.tcpmig.settings.Peer;
import dev.mignet.tcpmig.settings.San;
import dev.mignet.tcpmig.settings.UrlRule;
import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a back-end's migration daemon is told. */
public final class DaemonPlan {

  /** The UDP port of the migration protocol on the SAN. */
  private static final int SAN_PORT = 7777;

  private DaemonPlan() {}

  /**
   * Where a daemon's files are.
   *
   * @param controlSocket where it is to listen
   * @param eventLog where it is to tell of migrations
   * @param journal what it must know after a restart
   * @param key the lab's key
   */
  public record Paths(String controlSocket, String eventLog, String journal, String key) {
    /** Of a daemon that is only looked at. */
    static final Paths NOWHERE = new Paths("", "", "", "");
  }

  /**
   * The settings of one back-end's daemon. A back-end of several endpoints has the same peers, SAN
   * and policy in all of them; a valid lab says so.
   *
   * @param node owns at least one endpoint
   */
  public static DaemonSettings settings(Lab lab, String node, Paths paths) {
    List<GenericEndpoint> endpoints = lab.endpointsOf(node);
    GenericEndpoint first = endpoints.get(0);
    Interface own = onSan(lab, first, node);
    List<String> backEnds = first.backEnds();
    List<Peer> peers =
        IntStream.range(0, backEnds.size())
            .mapToObj(i -> peer(i + 1, onSan(lab, first, backEnds.get(i))))
            .toList();
    List<UrlRule> policy =
        first.policy().stream()
            .map(
                rule ->
                    new UrlRule(
                        rule.prefix(), numbers(backEnds, rule.migrateTo()), rule.otherwise()))
            .toList();
    Optional<IdleRule> idle =
        first
            .idle()
            .map(
                rule ->
                    new IdleRule(
                        rule.after().toMillis(),
                        numbers(backEnds, rule.migrateTo()),
                        rule.otherwise()));
    return new DaemonSettings(
        lab.name(),
        node,
        backEnds.indexOf(node) + 1,
        endpoints.stream().map(DaemonPlan::endpoint).toList(),
        first.protocol(),
        first.variant(),
        frontEnds(lab, node, endpoints),
        new San(own.name(), text(own.address()), SAN_PORT, paths.key(), peers),
        paths.controlSocket(),
        paths.eventLog(),
        paths.journal(),
        first.checkpointMemory(),
        first.capacity().getOrDefault(node, Integer.MAX_VALUE),
        first.deadAfter().toMillis(),
        policy,
        idle.orElse(null),
        first.mechanism());
  }

  private static List<Integer> numbers(List<String> backEnds, List<String> nodes) {
    return nodes.stream().map(node -> backEnds.indexOf(node) + 1).toList();
  }

  /** Where there is one only, nobody need know through which packets come. */
  private static List<FrontEnd> frontEnds(Lab lab, String node, List<GenericEndpoint> endpoints) {
    List<String> names =
        endpoints.stream()
            .flatMap(endpoint -> endpoint.frontEnds().stream())
            .map(GenericEndpoint.FrontEnd::node)
            .distinct()
            .toList();
    if (names.size() < 2) {
      return List.of();
    }
    List<FrontEnd> frontEnds = new ArrayList<>();
    for (String name : names) {
      Neighbour.of(lab, node, name)
          .ifPresent(
              neighbour ->
                  frontEnds.add(
                      new FrontEnd(
                          names.indexOf(name) + 1,
                          name,
                          neighbour.own().name(),
                          text(neighbour.other().address()),
                          neighbour.other().address6().map(DaemonPlan::text).orElse(null),
                          neighbour.other().mac())));
    }
    return frontEnds;
  }

  /** As daemons are told of it. */
  static Endpoint endpoint(GenericEndpoint endpoint) {
    return new Endpoint(endpoint.name(), IpPrefix.text(endpoint.address()), endpoint.port());
  }

  private static Peer peer(int number, Interface onSan) {
    return new Peer(
        number,
        onSan.node(),
        text(onSan.address()),
        onSan.address6().map(DaemonPlan::text).orElse(null));
  }

  private static String text(Cidr address) {
    return IpPrefix.text(address.address());
  }

  private static Interface onSan(Lab lab, GenericEndpoint endpoint, String node) {
    return lab.segment(endpoint.san()).members().stream()
        .filter(member -> member.node().equals(node))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(node + " is not on the SAN"));
  }
}

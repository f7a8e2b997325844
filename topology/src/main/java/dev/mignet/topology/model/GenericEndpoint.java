package dev.mignet.topology.model;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.tcpmig.settings.Otherwise;
import dev.mignet.tcpmig.settings.Protocol;
import dev.mignet.tcpmig.settings.Variant;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A generic endpoint (the paper's section 3): an address and port that every back-end owns, so that
 * the server's end of a connection may live at any of them.
 *
 * @param name unique in the lab
 * @param address the virtual address, on {@code lo} of every back-end
 * @param port TCP port, 1..65535
 * @param protocol what clients and servers speak
 * @param backEnds the nodes that own it, in the order of the file; a node's number in the migration
 *     protocol is its place in this list, from 1
 * @param frontEnds the routers that distribute connections; may be empty
 * @param variant how clients' packets find a server that has moved
 * @param san the name of the segment that carries migration
 * @param checkpointMemory bytes that the checkpoints of a back-end may take together
 * @param capacity how many connections of others a back-end serves at the same time at most; a
 *     back-end that is not in it serves any number
 * @param deadAfter how long a back-end may leave questions of others unanswered before they take it
 *     for dead, and give up the connections that they forward to it; resolution 1 ms
 * @param policy rules for requests, the first that matches wins; none matches: the connection stays
 * @param idle the rule for connections that rest; empty: they stay
 * @param mechanism how the back-ends make sockets that continue connections of others
 */
public record GenericEndpoint(
    String name,
    InetAddress address,
    int port,
    Protocol protocol,
    List<String> backEnds,
    List<FrontEnd> frontEnds,
    Variant variant,
    String san,
    long checkpointMemory,
    Map<String, Integer> capacity,
    Duration deadAfter,
    List<UrlRule> policy,
    Optional<IdleRule> idle,
    Mechanism mechanism) {

  /** Copies the lists and the map. */
  public GenericEndpoint {
    capacity = Map.copyOf(capacity);
    backEnds = List.copyOf(backEnds);
    frontEnds = List.copyOf(frontEnds);
    policy = List.copyOf(policy);
  }

  /** Address and port as URLs write them: {@code 10.9.100.1:80}, {@code [fd00:9:100::1]:80}. */
  public String authority() {
    return IpPrefix.authority(address, port);
  }

  /** The family of its connections. */
  public IpFamily family() {
    return IpFamily.of(address);
  }

  /** The families of several endpoints' connections. */
  public static Set<IpFamily> families(Collection<GenericEndpoint> endpoints) {
    Set<IpFamily> families = EnumSet.noneOf(IpFamily.class);
    endpoints.forEach(endpoint -> families.add(endpoint.family()));
    return families;
  }

  /**
   * A router between the clients and the back-ends.
   *
   * @param node the router's name
   * @param distribute how it chooses a back-end for a new connection
   * @param to the back-ends that it chooses from
   */
  public record FrontEnd(String node, Distribution distribute, List<String> to) {

    /** Copies the list. */
    public FrontEnd {
      to = List.copyOf(to);
    }
  }

  /** How a front-end chooses a back-end. */
  public enum Distribution {
    /** By a hash of addresses and ports, in the kernel's multipath route. */
    HASH
  }

  /**
   * The rule for connections that rest.
   *
   * @param after how long no data must have gone either way; resolution 1 ms
   * @param migrateTo the back-ends that are to have them, in the order in which they are asked
   * @param otherwise what is done where none of them takes one
   */
  public record IdleRule(Duration after, List<String> migrateTo, Otherwise otherwise) {

    /** Copies the list. */
    public IdleRule {
      migrateTo = List.copyOf(migrateTo);
    }
  }

  /**
   * A rule of the policy for requests.
   *
   * @param prefix what the request's path starts with, such as {@code /class0/}
   * @param migrateTo the back-ends that are to serve such requests, in the order in which they are
   *     asked
   * @param otherwise what is done where none of them does
   */
  public record UrlRule(String prefix, List<String> migrateTo, Otherwise otherwise) {

    /** Copies the list. */
    public UrlRule {
      migrateTo = List.copyOf(migrateTo);
    }

    /** With one back-end; where that declines, the request is served where it came to. */
    public UrlRule(String prefix, String migrateTo) {
      this(prefix, List.of(migrateTo), Otherwise.SERVE);
    }
  }
}

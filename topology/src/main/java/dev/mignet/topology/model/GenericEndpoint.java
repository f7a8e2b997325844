package dev.mignet.topology.model;

import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.tcpmig.settings.Otherwise;
import dev.mignet.tcpmig.settings.Variant;
import java.net.InetAddress;
import java.util.List;

/**
 * A generic endpoint (the paper's section 3): an address and port that every back-end owns, so that
 * the server's end of a connection may live at any of them.
 *
 * @param name unique in the lab
 * @param address the virtual address, on {@code lo} of every back-end
 * @param port TCP port, 1..65535
 * @param backEnds the nodes that own it, in the order of the file; a node's number in the migration
 *     protocol is its place in this list, from 1
 * @param frontEnds the routers that distribute connections; may be empty
 * @param variant how clients' packets find a server that has moved
 * @param san the name of the segment that carries migration
 * @param checkpointMemory bytes that the checkpoints of a back-end may take together
 * @param policy rules, the first that matches wins; none matches: the connection stays
 * @param mechanism how the back-ends make sockets that continue connections of others
 */
public record GenericEndpoint(
    String name,
    InetAddress address,
    int port,
    List<String> backEnds,
    List<FrontEnd> frontEnds,
    Variant variant,
    String san,
    long checkpointMemory,
    List<UrlRule> policy,
    Mechanism mechanism) {

  /** Copies the lists. */
  public GenericEndpoint {
    backEnds = List.copyOf(backEnds);
    frontEnds = List.copyOf(frontEnds);
    policy = List.copyOf(policy);
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
   * A rule of the policy.
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

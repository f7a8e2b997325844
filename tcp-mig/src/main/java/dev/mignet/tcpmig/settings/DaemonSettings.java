package dev.mignet.tcpmig.settings;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.net.IpPrefix;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that a daemon is told, written by the lab as JSON.
 *
 * @param lab the lab's name, also the cluster's identity on the SAN
 * @param node the node's name
 * @param number the node's number in the cluster, 1..15
 * @param endpoints the generic endpoints that it serves
 * @param protocol what is spoken there
 * @param variant how the clients' packets find a server that has moved
 * @param frontEnds through which clients' packets may come, where there are several
 * @param san how it reaches the other back-ends
 * @param controlSocket path of its control socket
 * @param eventLog path of the log of migrations, as lines of JSON; null for none
 * @param journal path of the file in which it notes what it must know after a restart
 * @param checkpointMemory bytes that all checkpoints may take together; beyond it no migration
 *     begins
 * @param capacity connections of other nodes that it serves at the same time at most; it declines
 *     more
 * @param deadAfterMillis how long another back-end may leave questions unanswered before the
 *     connections that are forwarded to it are given up
 * @param policy the URL rules, first match wins; none where the protocol has no requests
 * @param idle the rule for connections that rest; null for none
 * @param mechanism how sockets are to be made that continue other nodes' connections
 */
public record DaemonSettings(
    String lab,
    String node,
    int number,
    List<Endpoint> endpoints,
    Protocol protocol,
    Variant variant,
    List<FrontEnd> frontEnds,
    San san,
    String controlSocket,
    @Nullable String eventLog,
    String journal,
    long checkpointMemory,
    int capacity,
    long deadAfterMillis,
    List<UrlRule> policy,
    @Nullable IdleRule idle,
    Mechanism mechanism) {

  /**
   * Reads and checks a settings file; an {@link IOException} names the file and what is wrong with
   * it.
   */
  public static DaemonSettings read(Path file) throws IOException {
    DaemonSettings settings;
    try {
      settings = new Gson().fromJson(Files.readString(file), DaemonSettings.class);
    } catch (JsonParseException | CharacterCodingException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    if (settings == null) {
      throw new IOException(file + ": empty");
    }
    String problem = settings.problem();
    if (!problem.isEmpty()) {
      throw new IOException(file + ": " + problem);
    }
    return settings;
  }

  /** The same with the policy of other settings. */
  public DaemonSettings withPolicyOf(DaemonSettings other) {
    return new DaemonSettings(
        lab,
        node,
        number,
        endpoints,
        protocol,
        variant,
        frontEnds,
        san,
        controlSocket,
        eventLog,
        journal,
        checkpointMemory,
        capacity,
        deadAfterMillis,
        other.policy,
        other.idle,
        mechanism);
  }

  /** Those that the endpoints' addresses are of. */
  public Set<IpFamily> families() {
    return endpoints.stream().map(Endpoint::family).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The peer with that number. */
  public Peer peer(int wanted) {
    return san.peers().stream()
        .filter(peer -> peer.number() == wanted)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no back-end has number " + wanted));
  }

  /**
   * What is wrong with the settings, or the empty string. Gson leaves absent fields null, so every
   * one is asked for.
   */
  @SuppressWarnings("NullAway") // the fields come from outside
  private String problem() {
    if (lab == null || node == null || controlSocket == null || journal == null) {
      return "lab, node, controlSocket and journal are required";
    }
    if (endpoints == null || endpoints.isEmpty()) {
      return "endpoints: at least one is required";
    }
    if (endpoints.stream().anyMatch(e -> e == null || e.address() == null || !isPort(e.port()))) {
      return "endpoints: address and port are required";
    }
    for (Endpoint endpoint : endpoints) {
      if (!isAddress(endpoint.address())) {
        return "endpoints: no IP address: " + endpoint.address();
      }
    }
    if (protocol == null) { // so Gson has it of a word that it does not know
      return "protocol: must be http or tcp";
    }
    if (variant == null || frontEnds == null) {
      return "variant and frontEnds are required, frontEnds may be empty";
    }
    if (frontEnds.stream().anyMatch(DaemonSettings::isIncomplete)) {
      return "frontEnds: number (1 to 15), device, address and mac are required";
    }
    if (san == null
        || san.device() == null
        || san.address() == null
        || san.keyFile() == null
        || san.peers() == null
        || !isPort(san.port())) {
      return "san: device, address, port, keyFile and peers are required";
    }
    if (san.peers().stream().anyMatch(peer -> peer == null || peer.address() == null)) {
      return "san.peers: an address is required";
    }
    if (san.peers().stream().anyMatch(peer -> peer.number() < 1 || peer.number() > 15)) {
      return "san.peers: numbers go from 1 to 15";
    }
    if (families().contains(IpFamily.IPV6)
        && san.peers().stream().anyMatch(peer -> peer.address6() == null)) {
      return "san.peers: an endpoint over IPv6 needs an address6";
    }
    if (checkpointMemory <= 0) {
      return "checkpointMemory is required";
    }
    if (capacity <= 0) {
      return "capacity is required";
    }
    if (deadAfterMillis <= 0) {
      return "deadAfterMillis is required";
    }
    if (policy == null) {
      return "policy: a list is required, it may be empty";
    }
    if (policy.stream().anyMatch(DaemonSettings::isIncomplete)) {
      return "policy: a prefix, targets and otherwise are required";
    }
    if (san.peers().stream().noneMatch(peer -> peer.number() == number)) {
      return "number: " + number + " is not among san.peers";
    }
    if (mechanism == null) { // so Gson has it of a word that it does not know
      return "mechanism: must be auto, imposed-isn or translation";
    }
    for (UrlRule rule : policy) {
      for (int target : rule.targets()) {
        if (isNoPeer(target)) {
          return "policy: no peer has number " + target;
        }
      }
    }
    return idle == null ? "" : problemOf(idle);
  }

  private boolean isNoPeer(int target) {
    return san.peers().stream().noneMatch(peer -> peer.number() == target);
  }

  @SuppressWarnings("NullAway") // the fields come from outside
  private String problemOf(IdleRule rule) {
    if (rule.millis() <= 0
        || rule.targets() == null
        || rule.targets().isEmpty()
        || rule.targets().contains(null)
        || rule.otherwise() == null) {
      return "idle: millis, targets and otherwise are required";
    }
    for (int target : rule.targets()) {
      if (isNoPeer(target)) {
        return "idle: no peer has number " + target;
      }
    }
    return "";
  }

  @SuppressWarnings("NullAway") // the fields come from outside
  private static boolean isIncomplete(UrlRule rule) {
    return rule == null
        || rule.prefix() == null
        || rule.targets() == null
        || rule.targets().isEmpty()
        || rule.targets().contains(null)
        || rule.otherwise() == null;
  }

  @SuppressWarnings("NullAway") // the fields come from outside
  private static boolean isIncomplete(FrontEnd frontEnd) {
    return frontEnd == null
        || frontEnd.number() < 1
        || frontEnd.number() > 15
        || frontEnd.device() == null
        || frontEnd.address() == null
        || frontEnd.mac() == null;
  }

  private static boolean isAddress(String text) {
    try {
      IpPrefix.address(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isPort(int port) {
    return port >= 1 && port <= 65535;
  }
}

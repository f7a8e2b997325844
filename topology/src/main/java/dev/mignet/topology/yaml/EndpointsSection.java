package dev.mignet.topology.yaml;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.process.ByteSize;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.tcpmig.settings.Otherwise;
import dev.mignet.tcpmig.settings.Protocol;
import dev.mignet.tcpmig.settings.Variant;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.GenericEndpoint.Distribution;
import dev.mignet.topology.model.GenericEndpoint.FrontEnd;
import dev.mignet.topology.model.GenericEndpoint.IdleRule;
import dev.mignet.topology.model.GenericEndpoint.UrlRule;
import dev.mignet.topology.model.Segment;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads {@code endpoints}, the generic endpoints, against the nodes and segments already read. */
final class EndpointsSection {

  /** A node's number travels in four bits of a mark; 0 means "not forwarded". */
  private static final int MOST_BACK_ENDS = 15;

  /** A front-end's number travels in four other bits of it. */
  private static final int MOST_FRONT_ENDS = 15;

  /** By their names in the file. */
  static final Map<String, Variant> VARIANTS =
      Map.of("back-end", Variant.BACK_END, "front-end", Variant.FRONT_END);

  static final Map<String, Otherwise> OTHERWISE =
      Map.of("serve", Otherwise.SERVE, "reset", Otherwise.RESET);

  private static final Map<String, Protocol> PROTOCOLS =
      Map.of("http", Protocol.HTTP, "tcp", Protocol.TCP);

  private static final Duration LEAST_REST = Duration.ofMillis(10);
  private static final Duration MOST_REST = Duration.ofHours(24);

  /** As long as Linux sends the same data again and again (tcp(7), tcp_retries2). */
  private static final Duration DEAD_AFTER = Duration.ofMinutes(15);

  private static final Duration LEAST_DEAD_AFTER = Duration.ofSeconds(1);
  private static final Duration MOST_DEAD_AFTER = Duration.ofHours(24);
  private static final int MOST_CAPACITY = 1_000_000;

  /** Bytes. A daemon's heap is 128 MiB. */
  private static final long CHECKPOINT_MEMORY = 32 << 20;

  private static final long LEAST_CHECKPOINT_MEMORY = 64 << 10;
  private static final long MOST_CHECKPOINT_MEMORY = 64 << 20;

  private final Map<String, NodeDraft> nodes;
  private final List<SegmentDraft> segments;
  private final Problems problems;
  private final List<GenericEndpoint> endpoints = new ArrayList<>();
  private final List<Placed<InetAddress>> addresses = new ArrayList<>();

  EndpointsSection(Map<String, NodeDraft> nodes, List<SegmentDraft> segments, Problems problems) {
    this.nodes = nodes;
    this.segments = segments;
    this.problems = problems;
  }

  /** The endpoints' addresses, with their places. */
  List<Placed<InetAddress>> addresses() {
    return addresses;
  }

  /** Reads all, in the order of the file; those that lack something essential are left out. */
  List<GenericEndpoint> read(YamlObject lab) {
    lab.get("endpoints").ifPresent(value -> value.entries().values().forEach(this::readOne));
    return endpoints;
  }

  /**
   * Reports endpoints over IPv6 whose connections could not come or go: migration takes the SAN,
   * and front-ends hand to back-ends on what they share.
   *
   * @param all the segments of the lab, with their addresses
   */
  void checkIpv6(List<Segment> all) {
    for (int i = 0; i < endpoints.size(); i++) {
      GenericEndpoint endpoint = endpoints.get(i);
      Place place = addresses.get(i).place();
      if (endpoint.family() == IpFamily.IPV6) {
        checkIpv6(endpoint, place, all.stream().filter(s -> s.subnet6().isPresent()).toList());
      }
    }
  }

  private void checkIpv6(GenericEndpoint endpoint, Place place, List<Segment> withIpv6) {
    if (withIpv6.stream().noneMatch(segment -> segment.name().equals(endpoint.san()))) {
      problems.add(
          place,
          "an endpoint over IPv6 needs it on the SAN: give \"" + endpoint.san() + "\" a subnet6");
    }
    for (FrontEnd frontEnd : endpoint.frontEnds()) {
      for (String backEnd : sendsTo(frontEnd.to(), endpoint.backEnds(), endpoint.variant())) {
        if (withIpv6.stream().noneMatch(s -> has(s, frontEnd.node()) && has(s, backEnd))) {
          problems.add(
              place,
              "an endpoint over IPv6 needs it between front-end \""
                  + frontEnd.node()
                  + "\" and back-end \""
                  + backEnd
                  + "\": give a link or network that both are on a subnet6");
        }
      }
    }
  }

  private static boolean has(Segment segment, String node) {
    return segment.members().stream().anyMatch(member -> member.node().equals(node));
  }

  /** Where a front-end follows connections, they may go to any back-end. */
  private static List<String> sendsTo(List<String> to, List<String> backEnds, Variant variant) {
    return variant == Variant.FRONT_END ? backEnds : to;
  }

  private void readOne(YamlEntry entry) {
    Names.problemOf(entry.key()).ifPresent(entry::problem);
    YamlObject object = entry.value().object(Shape.ENDPOINT);
    Optional<InetAddress> address = object.required("address").flatMap(AddressText::address);
    int port = object.required("port").map(v -> v.integer(1, 65_535).orElse(0)).orElse(0);
    Protocol protocol =
        object
            .get("protocol")
            .flatMap(v -> oneOf(v, PROTOCOLS, "\"http\" or \"tcp\""))
            .orElse(Protocol.HTTP);
    List<String> backEnds = object.required("back-ends").map(this::backEnds).orElse(List.of());
    Optional<String> san = object.required("san").flatMap(value -> san(value, backEnds));
    Variant variant =
        object
            .get("variant")
            .flatMap(v -> oneOf(v, VARIANTS, "\"back-end\" or \"front-end\""))
            .orElse(Variant.BACK_END);
    List<FrontEnd> frontEnds =
        object.get("front-end").map(v -> frontEnds(v, backEnds, variant)).orElse(List.of());
    if (variant == Variant.FRONT_END && object.get("front-end").isEmpty()) {
      entry.problem("needs a \"front-end\" for the variant \"front-end\"");
    }
    long checkpointMemory =
        object
            .get("checkpoint-memory")
            .map(EndpointsSection::checkpointMemory)
            .orElse(CHECKPOINT_MEMORY);
    Map<String, Integer> capacity =
        object.get("capacity").map(value -> capacity(value, backEnds)).orElse(Map.of());
    Duration deadAfter =
        object
            .get("dead-after")
            .flatMap(v -> DurationText.read(v, LEAST_DEAD_AFTER, MOST_DEAD_AFTER))
            .orElse(DEAD_AFTER);
    Policy policy =
        object.get("policy").map(value -> policy(value, protocol, backEnds)).orElse(Policy.NONE);
    Mechanism mechanism =
        object.get("mechanism").flatMap(EndpointsSection::mechanism).orElse(Mechanism.AUTO);
    if (address.isEmpty() || san.isEmpty()) {
      return;
    }
    GenericEndpoint endpoint =
        new GenericEndpoint(
            entry.key(),
            address.get(),
            port,
            protocol,
            backEnds,
            frontEnds,
            variant,
            san.get(),
            checkpointMemory,
            capacity,
            deadAfter,
            policy.requests(),
            policy.idle(),
            mechanism);
    checkAgainstOthers(endpoint, entry);
    addresses.add(new Placed<>(endpoint.address(), object.get("address").get().place()));
    endpoints.add(endpoint);
  }

  private List<String> backEnds(YamlValue value) {
    List<String> names = names(value, nodes.keySet(), "node");
    if (names.isEmpty() || names.size() > MOST_BACK_ENDS) {
      value.problem("must have 1 to " + MOST_BACK_ENDS + " nodes, found " + names.size());
    }
    return names;
  }

  private Optional<String> san(YamlValue value, List<String> backEnds) {
    Optional<String> name = value.text();
    Optional<SegmentDraft> segment = name.flatMap(this::segment);
    if (name.isPresent() && segment.isEmpty()) {
      List<String> known = segments.stream().map(SegmentDraft::name).toList();
      value.problem(
          "no network named \"" + name.get() + '"' + Suggestion.forName(name.get(), known));
    }
    segment.ifPresent(
        san ->
            backEnds.stream()
                .filter(node -> !san.has(node))
                .forEach(
                    node ->
                        value.problem(
                            "back-end \"" + node + "\" is not a member of \"" + san.name() + '"')));
    return segment.map(SegmentDraft::name);
  }

  private Optional<SegmentDraft> segment(String name) {
    return segments.stream().filter(segment -> segment.name().equals(name)).findFirst();
  }

  /** One, or a list of several. */
  private List<FrontEnd> frontEnds(YamlValue value, List<String> backEnds, Variant variant) {
    List<YamlValue> values = value.isList() ? value.list() : List.of(value);
    if (values.isEmpty() || values.size() > MOST_FRONT_ENDS) {
      value.problem("must be 1 to " + MOST_FRONT_ENDS + " front-ends, found " + values.size());
    }
    List<FrontEnd> frontEnds = new ArrayList<>();
    for (YamlValue one : values) {
      frontEnd(one, backEnds, variant)
          .ifPresent(
              frontEnd -> {
                if (frontEnds.stream().anyMatch(f -> f.node().equals(frontEnd.node()))) {
                  one.problem("\"" + frontEnd.node() + "\" is in the list already");
                } else {
                  frontEnds.add(frontEnd);
                }
              });
    }
    return frontEnds;
  }

  private Optional<FrontEnd> frontEnd(YamlValue value, List<String> backEnds, Variant variant) {
    YamlObject object = value.object(Shape.FRONT_END);
    object
        .get("distribute")
        .ifPresent(
            how ->
                how.text()
                    .filter(text -> !text.equals("hash"))
                    .ifPresent(text -> how.problem("must be \"hash\", found \"" + text + '"')));
    List<String> to = object.get("to").map(v -> names(v, backEnds, "back-end")).orElse(backEnds);
    List<String> sendsTo = sendsTo(to, backEnds, variant);
    Optional<YamlValue> nodeValue = object.required("node");
    Optional<String> node = nodeValue.flatMap(v -> Names.known(v, nodes.keySet(), "node"));
    node.ifPresent(name -> checkFrontEnd(nodeValue.get(), name, sendsTo, backEnds));
    return node.map(name -> new FrontEnd(name, Distribution.HASH, to));
  }

  private void checkFrontEnd(YamlValue value, String node, List<String> to, List<String> backEnds) {
    NodeDraft draft = nodes.get(node);
    if (draft != null && !draft.node().forwards()) {
      value.problem("\"" + node + "\" cannot be a front-end: set \"forward: true\" on it");
    }
    if (backEnds.contains(node)) {
      value.problem("\"" + node + "\" cannot be front-end and back-end at once");
    }
    for (String backEnd : to) {
      if (segments.stream().noneMatch(s -> s.has(node) && s.has(backEnd))) {
        value.problem("\"" + node + "\" has no link or network to back-end \"" + backEnd + '"');
      }
    }
  }

  private static Optional<Mechanism> mechanism(YamlValue value) {
    Optional<String> text = value.text();
    Optional<Mechanism> known =
        text.flatMap(
            word -> Stream.of(Mechanism.values()).filter(m -> m.text().equals(word)).findFirst());
    if (text.isPresent() && known.isEmpty()) {
      value.problem(
          "must be \"auto\", \"imposed-isn\" or \"translation\", found \"" + text.get() + '"');
    }
    return known;
  }

  private record Policy(List<UrlRule> requests, Optional<IdleRule> idle) {
    static final Policy NONE = new Policy(List.of(), Optional.empty());
  }

  private static Policy policy(YamlValue value, Protocol protocol, List<String> backEnds) {
    List<UrlRule> requests = new ArrayList<>();
    List<IdleRule> idle = new ArrayList<>();
    for (YamlValue element : value.list()) {
      YamlObject rule = element.object(Shape.RULE);
      Optional<String> prefix = rule.get("url").flatMap(EndpointsSection::urlPrefix);
      Optional<Duration> rest =
          rule.get("idle").flatMap(v -> DurationText.read(v, LEAST_REST, MOST_REST));
      if (rule.get("url").isPresent() == rule.get("idle").isPresent()) {
        element.problem("needs \"url\" or \"idle\", and not both");
      } else if (rule.get("url").isPresent() && protocol == Protocol.TCP) {
        element.problem("has a \"url\", which the protocol \"tcp\" has not");
      } else if (rule.get("idle").isPresent() && !idle.isEmpty()) {
        element.problem("is another rule with \"idle\": there can be one");
      }
      List<String> targets =
          rule.required("migrate-to").map(v -> targets(v, backEnds)).orElse(List.of());
      Otherwise otherwise =
          rule.get("otherwise")
              .flatMap(v -> oneOf(v, OTHERWISE, "\"serve\" or \"reset\""))
              .orElse(Otherwise.SERVE);
      if (prefix.isPresent() && !targets.isEmpty()) {
        requests.add(new UrlRule(prefix.get(), targets, otherwise));
      }
      if (rest.isPresent() && !targets.isEmpty()) {
        idle.add(new IdleRule(rest.get(), targets, otherwise));
      }
    }
    return new Policy(requests, idle.stream().findFirst());
  }

  /** How many connections of others each takes. */
  private static Map<String, Integer> capacity(YamlValue value, List<String> backEnds) {
    Map<String, Integer> capacity = new LinkedHashMap<>();
    for (YamlEntry entry : value.entries().values()) {
      if (!backEnds.contains(entry.key())) {
        entry.problem(
            "no back-end named \"" + entry.key() + '"' + Suggestion.forName(entry.key(), backEnds));
      } else {
        entry.value().integer(1, MOST_CAPACITY).ifPresent(most -> capacity.put(entry.key(), most));
      }
    }
    return capacity;
  }

  /** One back-end, or a list of several. */
  private static List<String> targets(YamlValue value, List<String> backEnds) {
    if (!value.isList()) {
      return Names.known(value, backEnds, "back-end").map(List::of).orElse(List.of());
    }
    if (value.list().isEmpty()) {
      value.problem("must name at least one back-end");
    }
    return names(value, backEnds, "back-end");
  }

  /** Bytes. */
  private static long checkpointMemory(YamlValue value) {
    OptionalLong size = LimitKeys.size(value, "memory for checkpoints", LEAST_CHECKPOINT_MEMORY);
    if (size.isPresent() && size.getAsLong() > MOST_CHECKPOINT_MEMORY) {
      value.problem(
          "a memory for checkpoints must be at most " + ByteSize.text(MOST_CHECKPOINT_MEMORY));
    }
    return size.orElse(CHECKPOINT_MEMORY);
  }

  private static <T> Optional<T> oneOf(YamlValue value, Map<String, T> words, String known) {
    Optional<String> text = value.text();
    Optional<T> meant = text.map(words::get);
    if (text.isPresent() && meant.isEmpty()) {
      value.problem("must be " + known + ", found \"" + text.get() + '"');
    }
    return meant;
  }

  private static Optional<String> urlPrefix(YamlValue value) {
    Optional<String> text = value.text();
    if (text.isPresent() && !text.get().matches("/[\\x21-\\x7e]*")) {
      value.problem(
          "must be how a request's path starts, such as \"/class0/\", found \"" + text.get() + '"');
      return Optional.empty();
    }
    return text;
  }

  private void checkAgainstOthers(GenericEndpoint endpoint, YamlEntry entry) {
    for (GenericEndpoint other : endpoints) {
      boolean sameAddress = other.address().equals(endpoint.address());
      boolean sameBackEnds = other.backEnds().equals(endpoint.backEnds());
      if (sameAddress && other.port() == endpoint.port()) {
        entry.problem("has the address and port of \"" + other.name() + '"');
      } else if (sameAddress && !(sameBackEnds && other.frontEnds().equals(endpoint.frontEnds()))) {
        entry.problem(
            "has the address of \""
                + other.name()
                + "\": their back-ends and front-end must be the same");
      } else if (!Collections.disjoint(other.backEnds(), endpoint.backEnds())
          && !(sameBackEnds
              && other.san().equals(endpoint.san())
              && other.protocol() == endpoint.protocol()
              && other.variant() == endpoint.variant()
              && other.checkpointMemory() == endpoint.checkpointMemory()
              && other.capacity().equals(endpoint.capacity())
              && other.deadAfter().equals(endpoint.deadAfter())
              && other.policy().equals(endpoint.policy())
              && other.idle().equals(endpoint.idle())
              && other.mechanism() == endpoint.mechanism())) {
        // One daemon a node serves all endpoints of the node, in one way.
        entry.problem(
            "shares back-ends with \""
                + other.name()
                + "\": their protocol, back-ends, san, variant, checkpoint-memory, capacity,"
                + " dead-after, policy and mechanism must be the same");
      }
    }
  }

  private static List<String> names(YamlValue value, Collection<String> known, String what) {
    List<String> names = new ArrayList<>();
    for (YamlValue element : value.list()) {
      Names.known(element, known, what)
          .ifPresent(
              name -> {
                if (names.contains(name)) {
                  element.problem("\"" + name + "\" is in the list already");
                } else {
                  names.add(name);
                }
              });
    }
    return names;
  }
}

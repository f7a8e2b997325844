package dev.mignet.topology.yaml;

import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.GenericEndpoint.Distribution;
import dev.mignet.topology.model.GenericEndpoint.FrontEnd;
import dev.mignet.topology.model.GenericEndpoint.UrlRule;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code endpoints}, the generic endpoints, against the nodes and segments already read. */
final class EndpointsSection {

  /** A node's number travels in four bits of a mark; 0 means "not forwarded". */
  private static final int MOST_BACK_ENDS = 15;

  private final Map<String, NodeDraft> nodes;
  private final List<SegmentDraft> segments;
  private final List<GenericEndpoint> endpoints = new ArrayList<>();
  private final List<Placed<InetAddress>> addresses = new ArrayList<>();

  EndpointsSection(Map<String, NodeDraft> nodes, List<SegmentDraft> segments) {
    this.nodes = nodes;
    this.segments = segments;
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

  private void readOne(YamlEntry entry) {
    Names.problemOf(entry.key()).ifPresent(entry::problem);
    YamlObject object = entry.value().object(Shape.ENDPOINT);
    Optional<InetAddress> address = object.required("address").flatMap(AddressText::address);
    int port = object.required("port").map(v -> v.integer(1, 65_535).orElse(0)).orElse(0);
    List<String> backEnds = object.required("back-ends").map(this::backEnds).orElse(List.of());
    Optional<String> san = object.required("san").flatMap(value -> san(value, backEnds));
    Optional<FrontEnd> frontEnd =
        object.get("front-end").flatMap(value -> frontEnd(value, backEnds));
    List<UrlRule> policy =
        object.get("policy").map(value -> policy(value, backEnds)).orElse(List.of());
    Mechanism mechanism =
        object.get("mechanism").flatMap(EndpointsSection::mechanism).orElse(Mechanism.AUTO);
    if (address.isEmpty() || san.isEmpty()) {
      return;
    }
    GenericEndpoint endpoint =
        new GenericEndpoint(
            entry.key(), address.get(), port, backEnds, frontEnd, san.get(), policy, mechanism);
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

  private Optional<FrontEnd> frontEnd(YamlValue value, List<String> backEnds) {
    YamlObject object = value.object(Shape.FRONT_END);
    object
        .get("distribute")
        .ifPresent(
            how ->
                how.text()
                    .filter(text -> !text.equals("hash"))
                    .ifPresent(text -> how.problem("must be \"hash\", found \"" + text + '"')));
    List<String> to = object.get("to").map(v -> names(v, backEnds, "back-end")).orElse(backEnds);
    Optional<YamlValue> nodeValue = object.required("node");
    Optional<String> node = nodeValue.flatMap(v -> Names.known(v, nodes.keySet(), "node"));
    node.ifPresent(name -> checkFrontEnd(nodeValue.get(), name, to, backEnds));
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

  private List<UrlRule> policy(YamlValue value, List<String> backEnds) {
    List<UrlRule> rules = new ArrayList<>();
    for (YamlValue element : value.list()) {
      YamlObject rule = element.object(Shape.RULE);
      Optional<String> prefix = rule.required("url").flatMap(EndpointsSection::urlPrefix);
      Optional<String> target =
          rule.required("migrate-to").flatMap(v -> Names.known(v, backEnds, "back-end"));
      if (prefix.isPresent() && target.isPresent()) {
        rules.add(new UrlRule(prefix.get(), target.get()));
      }
    }
    return rules;
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
      } else if (sameAddress && !(sameBackEnds && other.frontEnd().equals(endpoint.frontEnd()))) {
        entry.problem(
            "has the address of \""
                + other.name()
                + "\": their back-ends and front-end must be the same");
      } else if (!Collections.disjoint(other.backEnds(), endpoint.backEnds())
          && !(sameBackEnds
              && other.san().equals(endpoint.san())
              && other.policy().equals(endpoint.policy())
              && other.mechanism() == endpoint.mechanism())) {
        // One daemon a node serves all endpoints of the node, in one way.
        entry.problem(
            "shares back-ends with \""
                + other.name()
                + "\": their back-ends, san, policy and mechanism must be the same");
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

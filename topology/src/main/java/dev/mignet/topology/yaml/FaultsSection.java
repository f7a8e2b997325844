package dev.mignet.topology.yaml;

import dev.mignet.topology.model.Fault;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.OneWay;
import dev.mignet.topology.model.Service;
import dev.mignet.topology.model.Wire;
import dev.mignet.topology.yaml.WireReader.Directions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code faults} against what was read before: links, nodes and what runs on them. */
final class FaultsSection {

  private static final String DAEMON = "daemon";
  private static final Duration LEAST_LASTING = Duration.ofMillis(1);
  private static final Duration MOST = Duration.ofHours(24);

  /** Keys of a link's fault that are no figures of it. */
  private static final Set<String> NO_FIGURES = Set.of("state", "for");

  private final Map<String, NodeDraft> nodes;
  private final Map<String, Wire> wires = new LinkedHashMap<>();
  private final List<GenericEndpoint> endpoints;

  FaultsSection(
      Map<String, NodeDraft> nodes, List<SegmentDraft> segments, List<GenericEndpoint> endpoints) {
    this.nodes = nodes;
    this.endpoints = endpoints;
    for (SegmentDraft segment : segments) {
      for (SegmentDraft.Member member : segment.members()) {
        String end = member.reference();
        wires.put(end, segment.wires().getOrDefault(end, segment.wire()));
      }
    }
  }

  /** Reads all, in the order of the file; those that lack something are left out. */
  List<Fault> read(YamlObject lab) {
    List<Fault> faults = new ArrayList<>();
    lab.get("faults").map(YamlValue::list).orElse(List.of()).stream()
        .flatMap(element -> readOne(element).stream())
        .forEach(faults::add);
    return faults;
  }

  private Optional<Fault> readOne(YamlValue element) {
    YamlObject fault = element.object(Shape.FAULT);
    Optional<Duration> at = fault.required("at").flatMap(value -> time(value, Duration.ZERO));
    Optional<Duration> within = fault.get("within").flatMap(value -> time(value, Duration.ZERO));
    Optional<Duration> lasting = fault.get("for").flatMap(value -> time(value, LEAST_LASTING));
    Optional<YamlValue> link = fault.get("link");
    Optional<YamlValue> kill = fault.get("kill");
    if (element.isMapping() && link.isPresent() == kill.isPresent()) {
      element.problem("a fault is either of a \"link\" or a \"kill\"");
    }
    Optional<? extends Fault.Effect> effect =
        link.isPresent() ? link(element, fault, link.get()) : kill.flatMap(this::kill);
    if (link.isEmpty()) {
      ofLinks()
          .flatMap(key -> fault.get(key).stream())
          .forEach(value -> value.problem("is that of a link: \"link\" is missing"));
    }
    return at.isPresent() && effect.isPresent()
        ? Optional.of(
            new Fault(
                at.get(),
                within.orElse(Duration.ZERO),
                lasting.orElse(Duration.ZERO),
                effect.get()))
        : Optional.empty();
  }

  private static Stream<String> ofLinks() {
    return Stream.concat(Stream.of("state", "for", "forward", "back"), WireKey.keys().stream());
  }

  private static Optional<Duration> time(YamlValue value, Duration least) {
    return DurationText.read(value, least, MOST);
  }

  private Optional<? extends Fault.Effect> link(
      YamlValue element, YamlObject fault, YamlValue link) {
    Optional<String> reference = link.text();
    Optional<String> known = reference.filter(wires::containsKey);
    if (reference.isPresent() && known.isEmpty()) {
      link.problem(
          "no link or network has \""
              + reference.get()
              + '"'
              + Suggestion.forName(reference.get(), wires.keySet()));
    }
    Optional<YamlValue> state = fault.get("state");
    Directions said = WireReader.directions(fault);
    boolean impairs =
        ofLinks()
            .filter(key -> !NO_FIGURES.contains(key))
            .anyMatch(key -> fault.get(key).filter(value -> !value.isEmptyMapping()).isPresent());
    if (state.isPresent() == impairs) {
      element.problem(
          "a fault of a link is either its \"state\" or figures of it: "
              + String.join(", ", WireKey.keys()));
      return Optional.empty();
    } else if (state.isPresent()) {
      return state(fault, known, state.get());
    }
    return known.flatMap(end -> impaired(element, end, said));
  }

  private static Optional<Fault.SetLink> state(
      YamlObject fault, Optional<String> known, YamlValue state) {
    Optional<Boolean> up = isUp(state);
    if (up.orElse(false)) {
      fault
          .get("for")
          .ifPresent(value -> value.problem("is that of what goes wrong, not of \"up\""));
    }
    return known.flatMap(end -> up.map(value -> new Fault.SetLink(end, value)));
  }

  private Optional<Fault.ImpairLink> impaired(YamlValue element, String end, Directions said) {
    Wire wire = Objects.requireNonNull(wires.get(end));
    Stream.of(over(wire.forward(), said.forward()), over(wire.back(), said.back()))
        .flatMap(way -> WireKey.problemOf(way.impairments()).stream())
        .distinct()
        .forEach(element::problem);
    return said.forward().isEmpty() && said.back().isEmpty()
        ? Optional.empty()
        : Optional.of(new Fault.ImpairLink(end, texts(said.forward()), texts(said.back())));
  }

  private static OneWay over(OneWay planned, Map<WireKey, Object> said) {
    Map<WireKey, Object> values = new EnumMap<>(WireKey.values(planned));
    values.putAll(said);
    return WireKey.oneWay(values);
  }

  private static Map<String, String> texts(Map<WireKey, Object> said) {
    Map<String, String> texts = new LinkedHashMap<>();
    said.forEach((key, value) -> texts.put(key.key(), WireKey.text(value)));
    return texts;
  }

  private static Optional<Boolean> isUp(YamlValue value) {
    Optional<String> text = value.text();
    if (text.isPresent() && !text.get().equals("up") && !text.get().equals("down")) {
      value.problem("must be \"up\" or \"down\", found \"" + text.get() + '"');
      return Optional.empty();
    }
    return text.map("up"::equals);
  }

  private Optional<Fault.Kill> kill(YamlValue value) {
    YamlObject kill = value.object(Shape.KILL);
    Optional<YamlValue> nodeValue = kill.required("node");
    Optional<YamlValue> serviceValue = kill.required("service");
    Optional<String> node = nodeValue.flatMap(v -> Names.known(v, nodes.keySet(), "node"));
    Optional<String> service =
        node.isPresent()
            ? serviceValue.flatMap(v -> Names.known(v, runsAt(node.get()), "service of this node"))
            : serviceValue.flatMap(YamlValue::text);
    return node.flatMap(at -> service.map(name -> new Fault.Kill(at, name)));
  }

  private List<String> runsAt(String node) {
    List<String> names = new ArrayList<>();
    NodeDraft draft = nodes.get(node);
    if (draft != null) {
      draft.node().services().stream().map(Service::name).forEach(names::add);
    }
    if (endpoints.stream().anyMatch(endpoint -> endpoint.backEnds().contains(node))) {
      names.add(DAEMON);
    }
    return names;
  }
}

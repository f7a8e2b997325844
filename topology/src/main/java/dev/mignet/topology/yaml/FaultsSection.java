package dev.mignet.topology.yaml;

import dev.mignet.topology.model.Fault;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code faults} against what was read before: links, nodes and what runs on them. */
final class FaultsSection {

  private static final String DAEMON = "daemon";
  private static final Duration MOST = Duration.ofHours(24);

  private final Map<String, NodeDraft> nodes;
  private final List<String> wired;
  private final List<GenericEndpoint> endpoints;

  FaultsSection(
      Map<String, NodeDraft> nodes, List<SegmentDraft> segments, List<GenericEndpoint> endpoints) {
    this.nodes = nodes;
    this.endpoints = endpoints;
    this.wired =
        segments.stream()
            .flatMap(segment -> segment.members().stream())
            .map(SegmentDraft.Member::reference)
            .toList();
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
    Optional<Duration> at = fault.required("at").flatMap(FaultsSection::time);
    Optional<Duration> within = fault.get("within").flatMap(FaultsSection::time);
    Optional<YamlValue> link = fault.get("link");
    Optional<YamlValue> kill = fault.get("kill");
    if (element.isMapping() && link.isPresent() == kill.isPresent()) {
      element.problem("a fault is either of a \"link\" or a \"kill\"");
    }
    Optional<? extends Fault.Effect> effect =
        link.isPresent() ? link(fault, link.get()) : kill.flatMap(this::kill);
    if (link.isEmpty()) {
      fault
          .get("state")
          .ifPresent(state -> state.problem("is that of a link: \"link\" is missing"));
    }
    return at.isPresent() && effect.isPresent()
        ? Optional.of(new Fault(at.get(), within.orElse(Duration.ZERO), effect.get()))
        : Optional.empty();
  }

  private static Optional<Duration> time(YamlValue value) {
    return DurationText.read(value, Duration.ZERO, MOST);
  }

  private Optional<Fault.SetLink> link(YamlObject fault, YamlValue link) {
    Optional<String> reference = link.text();
    Optional<String> known = reference.filter(wired::contains);
    if (reference.isPresent() && known.isEmpty()) {
      link.problem(
          "no link or network has \""
              + reference.get()
              + '"'
              + Suggestion.forName(reference.get(), wired));
    }
    Optional<Boolean> up = fault.required("state").flatMap(FaultsSection::isUp);
    return known.flatMap(end -> up.map(state -> new Fault.SetLink(end, state)));
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

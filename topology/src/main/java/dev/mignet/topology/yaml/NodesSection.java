package dev.mignet.topology.yaml;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.topology.model.Cidr;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.model.NodeFile;
import dev.mignet.topology.model.Resources;
import dev.mignet.topology.model.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code kinds} and {@code nodes}: what a node does not say, its kind says, and after that
 * {@code defaults}.
 */
final class NodesSection {

  private final ServicesList services;
  private final FilesKey files;
  private final Resources defaultResources;
  private final Map<String, Settings> kinds = new LinkedHashMap<>();

  NodesSection(Catalogue catalogue, FilesKey.Sources sources, Optional<YamlObject> defaults) {
    this.files = new FilesKey(sources);
    this.services = new ServicesList(catalogue);
    this.defaultResources = defaults.map(LimitKeys::read).orElse(Resources.NONE);
  }

  /** Reads both; the nodes come in the order of the file. */
  Map<String, NodeDraft> read(YamlObject lab) {
    lab.get("kinds").ifPresent(this::readKinds);
    Map<String, NodeDraft> nodes = new LinkedHashMap<>();
    lab.required("nodes")
        .ifPresent(
            value -> {
              for (YamlEntry entry : value.entries().values()) {
                Names.problemOf(entry.key()).ifPresent(entry::problem);
                nodes.put(entry.key(), readNode(entry));
              }
              if (nodes.isEmpty() && value.isMapping()) {
                value.problem("a lab needs at least one node");
              }
            });
    return nodes;
  }

  private void readKinds(YamlValue value) {
    for (YamlEntry entry : value.entries().values()) {
      Names.problemOf(entry.key()).ifPresent(entry::problem);
      YamlObject kind = entry.value().object(Shape.KIND);
      kinds.put(entry.key(), readSettings(kind));
    }
  }

  private NodeDraft readNode(YamlEntry entry) {
    if (entry.value().isNull()) { // "client:" with nothing behind it is a plain node
      return new NodeDraft(
          draft(entry.key(), Settings.NONE, Settings.NONE), Map.of(), Map.of(), Map.of());
    }
    YamlObject object = entry.value().object(Shape.NODE);
    Settings kind = object.get("kind").flatMap(this::kindOf).orElse(Settings.NONE);
    Map<String, Placed<Cidr>> addresses = new LinkedHashMap<>();
    Map<String, Placed<Cidr>> addresses6 = new LinkedHashMap<>();
    entries(object, "addresses")
        .forEach(
            (name, given) -> {
              YamlValue value = given.value();
              for (YamlValue one : value.isList() ? value.list() : List.of(value)) {
                AddressText.withPrefix(one)
                    .ifPresent(
                        cidr -> {
                          boolean six = IpFamily.of(cidr.address()) == IpFamily.IPV6;
                          Map<String, Placed<Cidr>> all = six ? addresses6 : addresses;
                          if (all.putIfAbsent(name, new Placed<>(cidr, one.place())) != null) {
                            one.problem("a second address of this sort for \"" + name + '"');
                          }
                        });
              }
            });
    Map<String, Placed<String>> macs = new LinkedHashMap<>();
    entries(object, "macs")
        .forEach(
            (name, given) ->
                MacAssignment.read(given.value())
                    .ifPresent(mac -> macs.put(name, new Placed<>(mac, given.value().place()))));
    return new NodeDraft(
        draft(entry.key(), readSettings(object), kind), addresses, addresses6, macs);
  }

  private static Map<String, YamlEntry> entries(YamlObject object, String key) {
    return object.get(key).map(YamlValue::entries).orElse(Map.of());
  }

  private Optional<Settings> kindOf(YamlValue value) {
    Optional<String> name = value.text();
    if (name.isPresent() && !kinds.containsKey(name.get())) {
      value.problem(
          "no kind named \"" + name.get() + '"' + Suggestion.forName(name.get(), kinds.keySet()));
    }
    return name.map(kinds::get);
  }

  private Settings readSettings(YamlObject object) {
    return new Settings(
        object.get("forward").flatMap(YamlValue::flag),
        object.get("services").map(services::read),
        LimitKeys.read(object),
        object.get("sysctls").map(NodesSection::sysctls).orElse(Map.of()),
        object.get("env").map(NodesSection::environment).orElse(Map.of()),
        object.get("exec").map(NodesSection::commands),
        object.get("files").map(files::read).orElse(Map.of()));
  }

  private static Map<String, String> environment(YamlValue value) {
    value
        .entries()
        .forEach(
            (key, entry) -> {
              if (!key.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                entry.problem("not a name for a variable: \"" + key + '"');
              }
            });
    return texts(value);
  }

  private static List<List<String>> commands(YamlValue value) {
    return value.list().stream().flatMap(line -> CommandText.read(line).stream()).toList();
  }

  private static Map<String, String> sysctls(YamlValue value) {
    value
        .entries()
        .forEach(
            (key, entry) -> {
              if (!key.matches("net(?:\\.[a-zA-Z0-9_-]+)+")) {
                entry.problem("only keys below \"net.\" belong to a node");
              }
            });
    return texts(value);
  }

  private static Map<String, String> texts(YamlValue value) {
    Map<String, String> texts = new LinkedHashMap<>();
    value
        .entries()
        .forEach((key, entry) -> entry.value().text().ifPresent(text -> texts.put(key, text)));
    return texts;
  }

  private Node draft(String name, Settings own, Settings kind) {
    return new Node(
        name,
        own.forward().or(kind::forward).orElse(false),
        own.services().or(kind::services).orElse(List.of()),
        own.resources().over(kind.resources()).over(defaultResources),
        merged(kind.sysctls(), own.sysctls()),
        merged(kind.environment(), own.environment()),
        own.commands().or(kind::commands).orElse(List.of()),
        merged(kind.files(), own.files()));
  }

  private static <T> Map<String, T> merged(Map<String, T> under, Map<String, T> over) {
    Map<String, T> merged = new LinkedHashMap<>(under);
    merged.putAll(over);
    return merged;
  }

  /** What a kind or a node says. */
  private record Settings(
      Optional<Boolean> forward,
      Optional<List<Service>> services,
      Resources resources,
      Map<String, String> sysctls,
      Map<String, String> environment,
      Optional<List<List<String>>> commands,
      Map<String, NodeFile> files) {
    static final Settings NONE =
        new Settings(
            Optional.empty(),
            Optional.empty(),
            Resources.NONE,
            Map.of(),
            Map.of(),
            Optional.empty(),
            Map.of());
  }
}

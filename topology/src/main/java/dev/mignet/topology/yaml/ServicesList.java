package dev.mignet.topology.yaml;

import dev.mignet.topology.model.Service;
import dev.mignet.topology.spi.ServiceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads {@code services}: each entry a name, {@code apache}, or one name with options, {@code
 * {apache: {mpm: prefork}}}, which the service's kind judges.
 */
final class ServicesList {

  private static final String NAME = "name";

  /** What else a node has in its folder. */
  private static final Set<String> RESERVED = Set.of("commands", "daemon", "files", "log");

  private final Catalogue catalogue;

  ServicesList(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  List<Service> read(YamlValue value) {
    Map<String, Service> services = new LinkedHashMap<>();
    for (YamlValue element : value.list()) {
      readOne(element)
          .ifPresent(
              service -> {
                if (services.putIfAbsent(service.name(), service) != null) {
                  element.problem(
                      "\"" + service.name() + "\" is in the list already" + hint(service));
                } else if (RESERVED.contains(service.name())) {
                  element.problem("\"" + service.name() + "\" is no name for a service");
                }
              });
    }
    return new ArrayList<>(services.values());
  }

  private String hint(Service service) {
    ServiceKind kind = catalogue.services().get(service.kind());
    boolean named = kind != null && kind.options().contains(NAME);
    return named ? "; give each a \"name\" of its own" : "";
  }

  private Optional<Service> readOne(YamlValue element) {
    if (element.isText()) {
      return element
          .text()
          .flatMap(name -> kindOf(name, element::problem))
          .map(kind -> new OptionsReader(kind, element).read(Map.of()));
    }
    Map<String, YamlEntry> entries = element.entries();
    if (entries.size() != 1) {
      element.problem("must be a service's name, or one name with its options");
      return Optional.empty();
    }
    YamlEntry entry = entries.values().iterator().next();
    Map<String, YamlEntry> options = entry.value().isNull() ? Map.of() : entry.value().entries();
    return kindOf(entry.key(), entry::problem)
        .map(kind -> new OptionsReader(kind, entry.value()).read(options));
  }

  private Optional<ServiceKind> kindOf(String name, Consumer<String> report) {
    Optional<ServiceKind> kind = Optional.ofNullable(catalogue.services().get(name));
    if (kind.isEmpty()) {
      Set<String> known = catalogue.services().keySet();
      String suggestion = Suggestion.forName(name, known);
      report.accept(
          "no service named \""
              + name
              + '"'
              + (suggestion.isEmpty() ? "; known are " + String.join(", ", known) : suggestion));
    }
    return kind;
  }

  /** Reads the options of one service, those of mappings within by their dotted keys. */
  private static final class OptionsReader {
    private final ServiceKind kind;
    private final YamlValue whole;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final Map<String, YamlValue> places = new LinkedHashMap<>();

    OptionsReader(ServiceKind kind, YamlValue whole) {
      this.kind = kind;
      this.whole = whole;
    }

    Service read(Map<String, YamlEntry> entries) {
      readAll("", entries);
      kind.problems(Map.copyOf(options)).forEach((key, message) -> placeOf(key).problem(message));
      return new Service(options.getOrDefault(NAME, kind.name()), kind.name(), options);
    }

    /** The option itself; where the file does not give it, what it would stand in. */
    private YamlValue placeOf(String key) {
      YamlValue own = places.get(key);
      if (own != null) {
        return own;
      }
      int dot = key.lastIndexOf('.');
      return dot < 0 ? whole : placeOf(key.substring(0, dot));
    }

    private void readAll(String prefix, Map<String, YamlEntry> entries) {
      entries.forEach((key, entry) -> readOne(prefix + key, entry));
    }

    private void readOne(String key, YamlEntry entry) {
      YamlValue value = entry.value();
      places.put(key, value);
      if (kind.wordLists().contains(key)) {
        CommandText.text(value).ifPresent(text -> options.put(key, text));
      } else if (kind.options().contains(key)) {
        value.text().ifPresent(text -> options.put(key, text));
      } else if (kind.options().stream().anyMatch(option -> option.startsWith(key + '.'))) {
        Map<String, YamlEntry> within = value.entries();
        readAll(key + '.', within);
        if (within.isEmpty() && value.isMapping()) {
          value.problem("needs one of " + String.join(", ", within(key)));
        }
      } else {
        entry.problem(
            kind.name()
                + " has no option \""
                + key
                + '"'
                + Suggestion.forName(key, kind.options()));
      }
    }

    private List<String> within(String key) {
      return kind.options().stream()
          .filter(option -> option.startsWith(key + '.'))
          .map(option -> option.substring(key.length() + 1))
          .sorted()
          .toList();
    }
  }
}

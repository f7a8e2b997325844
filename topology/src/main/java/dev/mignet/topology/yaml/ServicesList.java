package dev.mignet.topology.yaml;

import dev.mignet.topology.model.Service;
import dev.mignet.topology.spi.ServiceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code services}: each entry a name, {@code apache}, or one name with options, {@code
 * {apache: {mpm: prefork}}}, which the service's kind judges.
 */
final class ServicesList {

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
                if (services.putIfAbsent(service.kind(), service) != null) {
                  element.problem("\"" + service.kind() + "\" is in the list already");
                }
              });
    }
    return new ArrayList<>(services.values());
  }

  private Optional<Service> readOne(YamlValue element) {
    if (element.isText()) {
      return element
          .text()
          .filter(name -> kindOf(name, element).isPresent())
          .map(name -> new Service(name, Map.of()));
    }
    Map<String, YamlEntry> entries = element.entries();
    if (entries.size() != 1) {
      element.problem("must be a service's name, or one name with its options");
      return Optional.empty();
    }
    YamlEntry entry = entries.values().iterator().next();
    Map<String, YamlEntry> options = entry.value().isNull() ? Map.of() : entry.value().entries();
    return kindOf(entry.key(), entry.value()).map(kind -> withOptions(kind, options));
  }

  private Optional<ServiceKind> kindOf(String name, YamlValue value) {
    Optional<ServiceKind> kind = Optional.ofNullable(catalogue.services().get(name));
    if (kind.isEmpty()) {
      value.problem(
          "no service named \""
              + name
              + '"'
              + Suggestion.forName(name, catalogue.services().keySet()));
    }
    return kind;
  }

  private static Service withOptions(ServiceKind kind, Map<String, YamlEntry> entries) {
    Map<String, String> options = new LinkedHashMap<>();
    entries.forEach(
        (key, entry) -> {
          if (kind.options().contains(key)) {
            entry.value().text().ifPresent(text -> options.put(key, text));
          } else {
            entry.problem(
                kind.name()
                    + " has no option \""
                    + key
                    + '"'
                    + Suggestion.forName(key, kind.options()));
          }
        });
    kind.problems(Map.copyOf(options))
        .forEach(
            (key, message) ->
                Optional.ofNullable(entries.get(key))
                    .ifPresent(entry -> entry.value().problem(message)));
    return new Service(kind.name(), options);
  }
}

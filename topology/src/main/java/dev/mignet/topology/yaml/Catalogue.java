package dev.mignet.topology.yaml;

import dev.mignet.topology.spi.ServiceKind;
import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The names that a topology may refer to without defining them.
 *
 * @param profiles of links
 * @param services kinds of services, by name
 */
public record Catalogue(Set<String> profiles, TreeMap<String, ServiceKind> services) {

  /** Of these profiles and kinds. */
  public static Catalogue of(Collection<String> profiles, Iterable<ServiceKind> kinds) {
    TreeMap<String, ServiceKind> byName = new TreeMap<>();
    kinds.forEach(kind -> byName.put(kind.name(), kind));
    return new Catalogue(new TreeSet<>(profiles), byName);
  }
}

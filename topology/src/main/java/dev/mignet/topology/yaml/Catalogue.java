package dev.mignet.topology.yaml;

import dev.mignet.topology.spi.ServiceKind;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The names that a topology may refer to without defining them. */
public final class Catalogue {

  private final SortedSet<String> profiles;
  private final Iterable<ServiceKind> kinds;
  private @Nullable SortedMap<String, ServiceKind> services;

  private Catalogue(SortedSet<String> profiles, Iterable<ServiceKind> kinds) {
    this.profiles = profiles;
    this.kinds = kinds;
  }

  /**
   * Of these profiles and kinds.
   *
   * @param kinds are not asked for before somebody wants one
   */
  public static Catalogue of(Collection<String> profiles, Iterable<ServiceKind> kinds) {
    return new Catalogue(Collections.unmodifiableSortedSet(new TreeSet<>(profiles)), kinds);
  }

  /** The profiles of links. */
  public SortedSet<String> profiles() {
    return profiles;
  }

  /** The kinds of services, by name. */
  public synchronized SortedMap<String, ServiceKind> services() {
    if (services == null) {
      TreeMap<String, ServiceKind> byName = new TreeMap<>();
      kinds.forEach(kind -> byName.put(kind.name(), kind));
      services = Collections.unmodifiableSortedMap(byName);
    }
    return services;
  }
}

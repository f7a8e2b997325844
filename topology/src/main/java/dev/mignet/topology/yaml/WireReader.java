package dev.mignet.topology.yaml;

import dev.mignet.topology.model.OneWay;
import dev.mignet.topology.model.Wire;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads how wires behave, with what {@code defaults} say of them. */
final class WireReader {

  private static final String UNSHAPED = "unshaped";

  /** Below 576 bytes IPv4 hosts may not have to take a packet (RFC 791, 3.1). */
  private static final int LEAST_MTU = 576;

  private static final int MOST_MTU = 65_535;

  private final Set<String> profiles;
  private final String defaultProfile;
  private final OptionalInt defaultMtu;
  private final Map<WireKey, Object> defaults;

  WireReader(Set<String> profiles, Optional<YamlObject> defaults) {
    this.profiles = profiles;
    this.defaultProfile =
        defaults.flatMap(d -> d.get("profile")).flatMap(this::profile).orElse(UNSHAPED);
    this.defaultMtu = defaults.map(WireReader::mtu).orElse(OptionalInt.empty());
    this.defaults = defaults.map(WireKey::read).orElseGet(() -> new EnumMap<>(WireKey.class));
  }

  /** What an object says of its wires' directions. */
  record Directions(Map<WireKey, Object> forward, Map<WireKey, Object> back) {

    /** With what another says, key by key, over it. */
    Directions under(Directions other) {
      return new Directions(join(forward, other.forward), join(back, other.back));
    }
  }

  /** What an object says of the directions; reports what is wrong. */
  static Directions directions(YamlObject object) {
    Map<WireKey, Object> both = WireKey.read(object);
    return new Directions(
        join(both, direction(object, "forward")), join(both, direction(object, "back")));
  }

  private static Map<WireKey, Object> direction(YamlObject object, String key) {
    return object
        .get(key)
        .map(value -> WireKey.read(value.object(Shape.DIRECTION)))
        .orElse(Map.of());
  }

  private static Map<WireKey, Object> join(Map<WireKey, Object> values, Map<WireKey, Object> over) {
    Map<WireKey, Object> joined = new EnumMap<>(WireKey.class);
    joined.putAll(values);
    joined.putAll(over);
    return joined;
  }

  /**
   * The wire of a link, or of most members of a network.
   *
   * @param place where the link or network stands
   */
  Wire wire(YamlValue place, YamlObject segment, Directions said) {
    OptionalInt mtu = mtu(segment);
    Wire plain =
        new Wire(
            segment.get("profile").flatMap(this::profile).orElse(defaultProfile),
            mtu.isPresent() ? mtu : defaultMtu,
            OneWay.PLAIN,
            OneWay.PLAIN);
    return wire(place, plain, said);
  }

  /**
   * The same wire with other directions.
   *
   * @param place where its link, network or member stands
   */
  Wire wire(YamlValue place, Wire wire, Directions said) {
    return wire.with(
        oneWay(place, join(defaults, said.forward)), oneWay(place, join(defaults, said.back)));
  }

  private static OneWay oneWay(YamlValue place, Map<WireKey, Object> values) {
    OneWay way = WireKey.oneWay(values);
    WireKey.problemOf(way.impairments()).ifPresent(place::problem);
    return way;
  }

  private Optional<String> profile(YamlValue value) {
    Optional<String> name = value.text();
    if (name.isPresent() && !profiles.contains(name.get())) {
      String suggestion = Suggestion.forName(name.get(), profiles);
      value.problem(
          "no profile named \""
              + name.get()
              + '"'
              + (suggestion.isEmpty() ? "; known are " + String.join(", ", profiles) : suggestion));
      return Optional.empty();
    }
    return name;
  }

  private static OptionalInt mtu(YamlObject object) {
    return object
        .get("mtu")
        .map(value -> value.integer(LEAST_MTU, MOST_MTU))
        .orElse(OptionalInt.empty());
  }
}

package dev.mignet.topology.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mapping with a fixed set of keys; any other key has been reported. */
final class YamlObject {

  private final YamlValue whole;
  private final Map<String, YamlEntry> entries;

  YamlObject(
      YamlValue whole, Map<String, YamlEntry> entries, List<String> keys, Problems problems) {
    this.whole = whole;
    this.entries = entries;
    for (YamlEntry entry : entries.values()) {
      if (!keys.contains(entry.key())) {
        problems.add(entry.keyPlace(), "unknown key" + unknownKeyHint(entry.key(), keys));
      }
    }
  }

  private static String unknownKeyHint(String key, List<String> keys) {
    String suggestion = Suggestion.forName(key, keys);
    return suggestion.isEmpty() ? "; known are " + String.join(", ", keys) : suggestion;
  }

  Optional<YamlValue> get(String key) {
    return Optional.ofNullable(entries.get(key)).map(YamlEntry::value);
  }

  /**
   * The value of a key that must be there; its absence is reported at the mapping, if it is one.
   */
  Optional<YamlValue> required(String key) {
    Optional<YamlValue> value = get(key);
    if (value.isEmpty() && whole.isMapping()) {
      whole.problem("\"" + key + "\" is missing");
    }
    return value;
  }
}

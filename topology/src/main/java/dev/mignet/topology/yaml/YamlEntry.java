package dev.mignet.topology.yaml;

/** A key with its place, and the value behind it. */
record YamlEntry(String key, Place keyPlace, YamlValue value) {

  /** Reports a problem with the key, or with all that is behind it. */
  void problem(String message) {
    value.problemAt(keyPlace, message);
  }
}

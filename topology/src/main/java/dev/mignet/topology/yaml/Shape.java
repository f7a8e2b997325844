package dev.mignet.topology.yaml;

import java.util.List;

/**
 * The mappings of the file whose keys are fixed, and their keys, in the order in which messages
 * name them. The JSON Schema ({@code mignet.schema.json}) has a definition of each.
 */
enum Shape {
  /** The whole file. */
  LAB("name", "defaults", "kinds", "nodes", "links", "networks", "endpoints", "faults", "seed"),
  DEFAULTS("profile", "mtu", "subnet6", "cpu", "memory", "pids", "disk", "charge-daemon"),
  KIND(
      "services",
      "forward",
      "cpu",
      "memory",
      "pids",
      "disk",
      "charge-daemon",
      "sysctls",
      "env",
      "exec",
      "files"),
  NODE(
      "kind",
      "services",
      "forward",
      "cpu",
      "memory",
      "pids",
      "disk",
      "charge-daemon",
      "sysctls",
      "env",
      "exec",
      "files",
      "addresses",
      "macs"),
  /** What a node keeps its files on. */
  DISK("size", "rate", "iops"),
  /** A file of a node that is a copy. */
  FILE("from"),
  LINK("endpoints", "profile", "rate", "mtu", "subnet", "subnet6"),
  NETWORK("members", "profile", "rate", "mtu", "subnet", "subnet6"),
  /** A generic endpoint. */
  ENDPOINT("address", "port", "back-ends", "front-end", "san", "policy"),
  FRONT_END("node", "distribute", "to"),
  /** One rule of a policy. */
  RULE("url", "migrate-to"),
  FAULT("at", "within", "link", "state", "kill"),
  KILL("node", "service");

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> keys;

  Shape(String... keys) {
    this.keys = List.of(keys);
  }

  List<String> keys() {
    return keys;
  }
}

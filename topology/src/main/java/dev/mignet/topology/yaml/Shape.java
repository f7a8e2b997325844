package dev.mignet.topology.yaml;

import java.util.List;
import java.util.stream.Stream;

/**
 * The mappings of the file whose keys are fixed, and their keys, in the order in which messages
 * name them. The JSON Schema ({@code mignet.schema.json}) has a definition of each.
 */
enum Shape {
  /** The whole file. */
  LAB("name", "defaults", "kinds", "nodes", "links", "networks", "endpoints", "faults", "seed"),
  DEFAULTS(
      List.of("profile", "mtu"),
      WireKey.keys(),
      List.of("subnet6", "cpu", "memory", "pids", "disk", "charge-daemon")),
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
  LINK(
      List.of("endpoints", "profile"),
      WireKey.keys(),
      List.of("mtu", "forward", "back", "subnet", "subnet6")),
  NETWORK(
      List.of("members", "profile"),
      WireKey.keys(),
      List.of("mtu", "forward", "back", "subnet", "subnet6")),
  /** A member of a network that has a wire of its own kind. */
  MEMBER(List.of("port"), WireKey.keys(), List.of("forward", "back")),
  /** One direction of a wire. */
  DIRECTION(WireKey.keys()),
  /** A generic endpoint. */
  ENDPOINT(
      "address",
      "port",
      "protocol",
      "back-ends",
      "front-end",
      "variant",
      "san",
      "checkpoint-memory",
      "capacity",
      "dead-after",
      "policy",
      "mechanism"),
  FRONT_END("node", "distribute", "to"),
  /** One rule of a policy. */
  RULE("url", "idle", "migrate-to", "otherwise"),
  FAULT(
      List.of("at", "within", "for", "link", "state"),
      WireKey.keys(),
      List.of("forward", "back", "kill")),
  KILL("node", "service");

  @SuppressWarnings("ImmutableEnumChecker") // made by Stream.toList
  private final List<String> keys;

  Shape(String... keys) {
    this(List.of(keys));
  }

  Shape(List<String> first, List<String> then, List<String> last) {
    this(Stream.of(first, then, last).flatMap(List::stream).toList());
  }

  Shape(List<String> keys) {
    this.keys = keys;
  }

  List<String> keys() {
    return keys;
  }
}

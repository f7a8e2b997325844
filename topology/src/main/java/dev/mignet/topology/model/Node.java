package dev.mignet.topology.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node of the lab: a network namespace and a cgroup.
 *
 * @param name unique in the lab
 * @param forwards whether it forwards packets of others (a router)
 * @param services what runs on it, in the order of the file
 * @param sysctls the {@code net.*} keys that the file sets, over Mignet's own
 * @param resources how much its processes may use
 * @param environment added to the environment of every process of the node
 * @param commands run one after the other before its services are started, each a list of words
 * @param files by their names relative to the node's folder of files
 */
public record Node(
    String name,
    boolean forwards,
    List<Service> services,
    Resources resources,
    Map<String, String> sysctls,
    Map<String, String> environment,
    List<List<String>> commands,
    Map<String, NodeFile> files) {

  /** Copies the collections and keeps their order. */
  public Node {
    services = List.copyOf(services);
    sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    commands = commands.stream().map(List::copyOf).toList();
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }
}

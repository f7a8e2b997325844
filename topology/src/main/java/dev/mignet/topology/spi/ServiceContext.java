package dev.mignet.topology.spi;

import dev.mignet.topology.model.GenericEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where and as what one service of one node runs.
 *
 * @param lab the lab's name
 * @param node the node's name
 * @param labFolder {@code /run/mignet/LAB}; a folder {@code shared/KIND} below it is the place for
 *     content that all nodes of the lab have in common
 * @param folder the service's own, {@code /run/mignet/LAB/nodes/NODE/NAME}; exists when {@link
 *     ServiceKind#prepare} is called
 * @param endpoints the generic endpoints that the node owns, in the order of the file; their
 *     addresses are on {@code lo}, and the service listens there
 * @param environment the node's, already set for the service's process
 * @param options key to value, accepted by {@link ServiceKind#problems}
 * @param timeout how long it may take until it answers, where its kind does not know better
 */
public record ServiceContext(
    String lab,
    String node,
    Path labFolder,
    Path folder,
    List<GenericEndpoint> endpoints,
    Map<String, String> environment,
    Map<String, String> options,
    Duration timeout) {

  /** Copies the collections. */
  public ServiceContext {
    endpoints = List.copyOf(endpoints);
    environment = Map.copyOf(environment);
    options = Map.copyOf(options);
  }
}

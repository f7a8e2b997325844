package dev.mignet.apache.server;

import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.ServiceContext;
import java.util.List;

/**
 * Where a server listens: at all addresses of its node, as servers do unless they are told
 * otherwise. A listener at the endpoint's own address would have the migration daemon look at every
 * SYN, because a netfilter rule cannot tell it from a connection's socket.
 */
final class ListenPorts {

  private ListenPorts() {}

  /**
   * The ports of the endpoints that the service's node owns, each once.
   *
   * @throws LabException where it owns none
   */
  static List<Integer> all(ServiceContext context) {
    if (context.endpoints().isEmpty()) {
      throw new LabException(
          "node %s has a server but owns no endpoint: name it in the `back-ends` of one"
              .formatted(context.node()));
    }
    return context.endpoints().stream().map(GenericEndpoint::port).distinct().toList();
  }
}

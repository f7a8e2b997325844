package dev.mignet.apache.server;

import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.ServiceContext;
import java.net.Inet6Address;
import java.util.List;

/** Where a server listens, as text: {@code 10.9.100.1:80} or {@code [fd00::1]:80}. */
final class Place {

  private Place() {}

  /**
   * The places of every endpoint that the service's node owns.
   *
   * @throws LabException where it owns none
   */
  static List<String> all(ServiceContext context) {
    if (context.endpoints().isEmpty()) {
      throw new LabException(
          "node %s has a server but owns no endpoint: name it in the `back-ends` of one"
              .formatted(context.node()));
    }
    return context.endpoints().stream().map(Place::of).toList();
  }

  static String of(GenericEndpoint endpoint) {
    String address = endpoint.address().getHostAddress();
    return (endpoint.address() instanceof Inet6Address ? "[" + address + "]" : address)
        + ":"
        + endpoint.port();
  }

  /** The address of a place, without brackets. */
  static String host(String place) {
    return place.substring(0, place.lastIndexOf(':')).replace("[", "").replace("]", "");
  }

  static int port(String place) {
    return Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
  }
}

package dev.mignet.topology.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A service that runs on a node.
 *
 * @param kind the name of the {@link dev.mignet.topology.spi.ServiceKind}, such as {@code apache}
 * @param options as the file gives them, already accepted by the kind
 */
public record Service(String kind, Map<String, String> options) {

  /** Copies the options and keeps their order. */
  public Service {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }
}

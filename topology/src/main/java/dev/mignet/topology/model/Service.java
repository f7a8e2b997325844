package dev.mignet.topology.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A service that runs on a node.
 *
 * @param name unique at the node; its kind's, where the file gives none
 * @param kind the name of the {@link dev.mignet.topology.spi.ServiceKind}, such as {@code apache}
 * @param options as the file gives them, already accepted by the kind; see {@link
 *     dev.mignet.topology.spi.ServiceKind#options}
 */
public record Service(String name, String kind, Map<String, String> options) {

  /** Copies the options and keeps their order. */
  public Service {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }
}

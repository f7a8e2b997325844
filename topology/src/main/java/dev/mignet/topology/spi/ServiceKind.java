package dev.mignet.topology.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A kind of service that a node can run, such as {@code apache}; found by {@link
 * java.util.ServiceLoader}.
 *
 * <p>A service is one process in the foreground, with its children, in the node's namespace and
 * cgroup. It is ended by killing the cgroup, with no help from its kind, so that a lab can be taken
 * down whatever state it is in: a service must leave nothing outside its folder and its processes.
 */
public interface ServiceKind {

  /** The name in the YAML and of the service's folder: {@code [a-z][a-z0-9-]*}. */
  String name();

  /** The keys that the YAML may give; any other is reported before {@link #problems} is asked. */
  Set<String> options();

  /**
   * What is wrong with the options.
   *
   * @param options key to value, as in the file; every key is one of {@link #options}
   * @return from the key to a message such as {@code not an MPM: "threads"; one of event, prefork}
   */
  Map<String, String> problems(Map<String, String> options);

  /**
   * Probes this machine for what the kind needs; {@code doctor} shows it, {@code up} requires it.
   */
  List<Feature> features();

  /** Writes what the service needs (configuration, content) below {@link ServiceContext#folder}. */
  void prepare(ServiceContext context) throws IOException;

  /** The command that runs the service in the foreground; each word one argument, no shell. */
  List<String> command(ServiceContext context);

  /**
   * Whether the service answers. Called again and again, on a thread <em>inside the node's
   * namespace</em>, so that a socket connected here is the node's own (a {@code new Socket()} has
   * no namespace until it is connected or bound); must return within a second.
   *
   * @throws IOException while it does not answer yet: tried again until {@link #startLimit}
   */
  boolean isReady(ServiceContext context) throws IOException;

  /** How long the service may take until it answers. */
  default Duration startLimit() {
    return Duration.ofSeconds(30);
  }

  /**
   * Log files that the service writes itself, the most telling first; its standard output and error
   * are kept in {@code log/NAME.log} of the node's folder in any case. Shown when the service fails
   * to start, and by {@code mignet logs}.
   */
  List<Path> logs(ServiceContext context);
}

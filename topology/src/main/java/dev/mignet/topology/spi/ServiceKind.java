package dev.mignet.topology.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** The name in the YAML: {@code [a-z][a-z0-9-]*}. */
  String name();

  /**
   * The keys that the YAML may give; any other is reported before {@link #problems} is asked. A key
   * within a mapping is written with a dot: {@code ready.port}. Where {@code name} is one of them,
   * a node can have several services of the kind, each with a name of its own.
   */
  Set<String> options();

  /**
   * Those of {@link #options} that are commands: the YAML gives them as one text or as a list of
   * words, and {@link dev.mignet.topology.model.Words#split} has the words in either case.
   */
  default Set<String> wordLists() {
    return Set.of();
  }

  /**
   * What is wrong with the options.
   *
   * @param options key to value, as in the file; every key is one of {@link #options}, and may have
   *     been left out
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

  /**
   * A command that ends with 0 when the service answers, run at the node in place of {@link
   * #isReady}; empty where that is to be asked.
   */
  default Optional<List<String>> readinessCommand(ServiceContext context) {
    return Optional.empty();
  }

  /** How long the service must have lived, once it is ready, before it counts as started. */
  default Duration settleTime(ServiceContext context) {
    return Duration.ZERO;
  }

  /** How long the service may take until it answers. */
  default Duration startLimit(ServiceContext context) {
    return context.timeout();
  }

  /**
   * Log files that the service writes itself, the most telling first; its standard output and error
   * are kept in {@code log/NAME.log} of the node's folder in any case. Shown when the service fails
   * to start, and by {@code mignet logs}.
   */
  List<Path> logs(ServiceContext context);
}

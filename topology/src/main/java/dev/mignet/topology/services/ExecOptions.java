package dev.mignet.topology.services;

import dev.mignet.topology.yaml.CommandText;
import dev.mignet.topology.yaml.DurationText;
import dev.mignet.topology.yaml.Names;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * When a command of the user counts as started.
 *
 * @param port where it listens, 1..65535
 * @param http what it answers
 * @param status the status with which it answers
 * @param asks whether it is asked at all
 * @param within how long that may take, where the file says
 */
record ExecOptions(
    OptionalInt port, Optional<URI> http, int status, boolean asks, Optional<Duration> within) {

  static final String COMMAND = "command";
  static final String READY_COMMAND = "ready.command";
  private static final String PORT = "ready.port";
  private static final String HTTP = "ready.http";
  private static final String STATUS = "ready.status";
  private static final String WITHIN = "within";

  private static final List<String> WAYS = List.of(PORT, HTTP, READY_COMMAND);
  private static final int OK = 200;
  private static final Duration LEAST_WITHIN = Duration.ofMillis(100);
  private static final Duration MOST_WITHIN = Duration.ofHours(1);

  /** From an option to what is wrong with a value of it, if anything. */
  private static final Map<String, Function<String, Optional<String>>> CHECKS =
      Map.of(
          COMMAND,
          CommandText::problemOf,
          READY_COMMAND,
          CommandText::problemOf,
          PORT,
          text -> problemOfNumber(text, 1, 65_535),
          STATUS,
          text -> problemOfNumber(text, 100, 599),
          HTTP,
          ExecOptions::problemOfUrl,
          WITHIN,
          text -> DurationText.problemOf(text, LEAST_WITHIN, MOST_WITHIN),
          "name",
          Names::problemOf);

  static final Set<String> KEYS = CHECKS.keySet();

  static ExecOptions of(Map<String, String> options) {
    return new ExecOptions(
        Optional.ofNullable(options.get(PORT)).map(Integer::parseInt).stream()
            .mapToInt(port -> port)
            .findFirst(),
        Optional.ofNullable(options.get(HTTP)).map(URI::create),
        Integer.parseInt(options.getOrDefault(STATUS, Integer.toString(OK))),
        WAYS.stream().anyMatch(options::containsKey),
        Optional.ofNullable(options.get(WITHIN)).flatMap(DurationText::parse));
  }

  static Map<String, String> problems(Map<String, String> options) {
    Map<String, String> problems = new LinkedHashMap<>();
    options.forEach(
        (key, text) ->
            Optional.ofNullable(CHECKS.get(key))
                .flatMap(check -> check.apply(text))
                .ifPresent(problem -> problems.put(key, problem)));
    if (!options.containsKey(COMMAND)) {
      problems.put(COMMAND, "\"command\" is missing");
    }
    List<String> given = WAYS.stream().filter(options::containsKey).toList();
    if (given.size() > 1) {
      problems.put("ready", "must be one of port, http and command, found " + given.size());
    }
    if (options.containsKey(STATUS) && !options.containsKey(HTTP)) {
      problems.put(STATUS, "is that of an answer: \"http\" is missing");
    }
    return problems;
  }

  private static Optional<String> problemOfNumber(String text, int least, int most) {
    boolean fits =
        text.matches("[1-9][0-9]{0,4}")
            && Integer.parseInt(text) >= least
            && Integer.parseInt(text) <= most;
    return fits
        ? Optional.empty()
        : Optional.of(
            "must be a whole number from " + least + " to " + most + ", found \"" + text + '"');
  }

  /** Nodes have no name server, and what is asked for ever may not delay the others. */
  private static Optional<String> problemOfUrl(String text) {
    return text.matches("http://(localhost|[0-9.]+|\\[[0-9a-fA-F:]+])(:[0-9]{1,5})?(/[!-~]*)?")
            && isUri(text)
        ? Optional.empty()
        : Optional.of(
            "must be a URL of this node, such as \"http://10.9.1.2:8080/\" or"
                + " \"http://localhost/\", found \""
                + text
                + '"');
  }

  private static boolean isUri(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getHost() != null && uri.getPort() <= 65_535;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

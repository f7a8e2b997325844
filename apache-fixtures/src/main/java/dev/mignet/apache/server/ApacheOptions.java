package dev.mignet.apache.server;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a topology can say of an Apache.
 *
 * @param mpm {@code mpm}, default {@code event}
 * @param backlog {@code backlog}, default 511: length of the accept queue, 1..65535
 * @param keepAliveTimeoutMillis {@code keep-alive-timeout}, default {@code 5 s}: how long a
 *     connection may stay idle between requests; {@code 0 s} turns keep-alive off
 * @param maxKeepAliveRequests {@code max-keep-alive-requests}, default 100; 0 is no limit
 * @param asyncRequestWorkerFactor {@code async-request-worker-factor}, default 2: so many idle
 *     connections to each free thread does the MPM {@code event} take, 1..1000
 */
record ApacheOptions(
    Mpm mpm,
    int backlog,
    long keepAliveTimeoutMillis,
    int maxKeepAliveRequests,
    int asyncRequestWorkerFactor) {

  private static final String MPM = "mpm";
  private static final String BACKLOG = "backlog";
  private static final String TIMEOUT = "keep-alive-timeout";
  private static final String REQUESTS = "max-keep-alive-requests";
  private static final String FACTOR = "async-request-worker-factor";

  private static final Pattern DURATION = Pattern.compile("(\\d{1,6}) ?(ms|s)");

  private static final Map<String, Rule> RULES =
      Map.of(
          MPM, new Rule(value -> Mpm.of(value).isPresent(), "an MPM (" + Mpm.keys() + ")"),
          BACKLOG, new Rule(value -> isInteger(value, 1, 65535), "a whole number from 1 to 65535"),
          TIMEOUT,
              new Rule(
                  value -> millis(value).isPresent(),
                  "a duration with its unit (such as 5 s or 500 ms)"),
          REQUESTS,
              new Rule(
                  value -> isInteger(value, 0, 1_000_000),
                  "a whole number from 0 (no limit) to 1000000"),
          FACTOR, new Rule(value -> isInteger(value, 1, 1000), "a whole number from 1 to 1000"));

  private record Rule(Predicate<String> allows, String expected) {}

  static Set<String> keys() {
    return RULES.keySet();
  }

  /** From a key to what is wrong with its value; every key is one of {@link #keys}. */
  static Map<String, String> problems(Map<String, String> options) {
    Map<String, String> problems = new TreeMap<>();
    options.forEach(
        (key, value) -> {
          Rule rule = RULES.get(key);
          if (rule != null && !rule.allows().test(value)) {
            problems.put(key, "not " + rule.expected() + ": \"" + value + '"');
          }
        });
    return problems;
  }

  /**
   * The options of the topology, in which {@link #problems} has found none; those that it does not
   * give have Apache's own defaults.
   */
  static ApacheOptions of(Map<String, String> options) {
    return new ApacheOptions(
        Mpm.of(options.getOrDefault(MPM, Mpm.EVENT.key())).orElseThrow(),
        Integer.parseInt(options.getOrDefault(BACKLOG, "511")),
        millis(options.getOrDefault(TIMEOUT, "5 s")).orElseThrow(),
        Integer.parseInt(options.getOrDefault(REQUESTS, "100")),
        Integer.parseInt(options.getOrDefault(FACTOR, "2")));
  }

  private static boolean isInteger(String text, int least, int most) {
    return text.matches("\\d{1,7}")
        && Integer.parseInt(text) >= least
        && Integer.parseInt(text) <= most;
  }

  private static Optional<Long> millis(String text) {
    Matcher matcher = DURATION.matcher(text);
    return matcher.matches()
        ? Optional.of(Long.parseLong(matcher.group(1)) * (matcher.group(2).equals("s") ? 1000 : 1))
        : Optional.empty();
  }
}

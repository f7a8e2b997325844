package dev.mignet.apache.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrk(1) says of one run.
 *
 * @param requests completed
 * @param perSecond completed
 * @param errors of sockets (connecting, reading, writing, time-outs) and responses of other status
 *     than 2xx and 3xx
 */
public record WrkResult(long requests, double perSecond, long errors) {

  private static final Pattern REQUESTS = Pattern.compile("(?m)^\\s*(\\d+) requests in ");
  private static final Pattern RATE = Pattern.compile("(?m)^Requests/sec:\\s+([\\d.]+)$");
  private static final Pattern SOCKET_ERRORS =
      Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
  private static final Pattern STATUS_ERRORS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

  /**
   * Reads wrk's output.
   *
   * @throws IllegalArgumentException where it is none
   */
  static WrkResult parse(String output) {
    Matcher requests = REQUESTS.matcher(output);
    Matcher rate = RATE.matcher(output);
    if (!requests.find() || !rate.find()) {
      throw new IllegalArgumentException("not a report of wrk: " + output.strip());
    }
    return new WrkResult(
        Long.parseLong(requests.group(1)),
        Double.parseDouble(rate.group(1)),
        sum(SOCKET_ERRORS.matcher(output)) + sum(STATUS_ERRORS.matcher(output)));
  }

  private static long sum(Matcher matcher) {
    long sum = 0;
    if (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        sum += Long.parseLong(matcher.group(group));
      }
    }
    return sum;
  }
}

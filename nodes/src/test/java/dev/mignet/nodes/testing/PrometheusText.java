package dev.mignet.nodes.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Prometheus' text format, version 0.0.4, as strictly as promtool's {@code check metrics}: a
 * family stands together behind its help and type, names and labels are well formed, no sample
 * comes twice, counters end in {@code _total}, histograms are whole and grow from bucket to bucket.
 */
public final class PrometheusText {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_][a-z0-9_]*)\\{((?:[a-z_]+=\"(?:[^\"\\\\]|\\\\[\\\\n\"])*\",?)*)} ([-+.0-9eE]+|NaN)");
  private static final Pattern BOUND = Pattern.compile("(?:^|,)le=\"([^\"]+)\"");

  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final Set<String> ended = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Double> lastBucket = new HashMap<>();
  private String family = "";
  private String type = "";

  private PrometheusText() {}

  /** The samples, by name and labels as they stand: {@code a_total{node="a"}}. */
  public static Map<String, Double> read(String text) {
    PrometheusText reader = new PrometheusText();
    text.lines().forEach(reader::line);
    reader.end();
    if (!text.endsWith("\n")) {
      reader.problems.add("the last line has no end");
    }
    if (!reader.problems.isEmpty()) {
      throw new AssertionError(String.join("\n", reader.problems));
    }
    return reader.samples;
  }

  private void line(String line) {
    String[] words = line.split(" ", 4);
    if (line.startsWith("# HELP ")) {
      end();
      family = words[2];
      type = "";
      check(ended.add(family), family + " comes twice");
      check(words.length == 4 && !words[3].isBlank(), family + " has no help");
    } else if (line.startsWith("# TYPE ")) {
      check(words[2].equals(family) && type.isEmpty(), "a type in the wrong place: " + line);
      type = words[3];
      check(List.of("counter", "gauge", "histogram").contains(type), "no type: " + line);
      check(
          type.equals("counter") == family.endsWith("_total"),
          "a counter, and only that, is _total");
    } else {
      sample(line);
    }
  }

  private void sample(String line) {
    Matcher matcher = SAMPLE.matcher(line);
    if (!matcher.matches()) {
      problems.add("no sample: " + line);
      return;
    }
    String name = matcher.group(1);
    String labels = matcher.group(2);
    double value = Double.parseDouble(matcher.group(3));
    check(samples.put(name + '{' + labels + '}', value) == null, "twice: " + line);
    check(!type.equals("counter") || value >= 0, "negative: " + line);
    if (!type.equals("histogram")) {
      check(name.equals(family), line + " is not of " + family);
      return;
    }
    check(
        name.equals(family + "_bucket")
            || name.equals(family + "_sum")
            || name.equals(family + "_count"),
        line + " is not of " + family);
    Matcher bound = BOUND.matcher(labels);
    if (name.endsWith("_bucket")) {
      check(bound.find(), "a bucket without a bound: " + line);
      double before = lastBucket.getOrDefault(bound.replaceAll(""), 0.0);
      check(value >= before, "less than in the bucket before: " + line);
      lastBucket.put(bound.replaceAll(""), value);
    } else if (name.endsWith("_count")) {
      check(
          lastBucket.getOrDefault(labels, -1.0) == value
              && samples.containsKey(family + "_bucket{" + labels + ",le=\"+Inf\"}"),
          "not as much as the last bucket: " + line);
      lastBucket.remove(labels);
    }
  }

  private void end() {
    check(lastBucket.isEmpty(), "histograms without a count: " + lastBucket.keySet());
    check(family.isEmpty() || !type.isEmpty(), family + " has no type");
    lastBucket.clear();
  }

  private void check(boolean right, String problem) {
    if (!right) {
      problems.add(problem);
    }
  }
}

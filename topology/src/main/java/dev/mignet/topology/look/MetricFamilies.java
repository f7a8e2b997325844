package dev.mignet.topology.look;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins metrics of several daemons in Prometheus' text format. */
public final class MetricFamilies {

  private static final String HELP = "# HELP ";
  private static final String TYPE = "# TYPE ";

  private MetricFamilies() {}

  /**
   * One text of several: all samples of a family must stand together, below its help and type.
   *
   * @param texts in which every family begins with its help
   */
  public static String join(List<String> texts) {
    Map<String, StringBuilder> families = new LinkedHashMap<>();
    for (String text : texts) {
      StringBuilder family = new StringBuilder();
      boolean known = false;
      for (String line : text.lines().toList()) {
        if (line.startsWith(HELP)) {
          String name = line.split(" ", 4)[2];
          known = families.containsKey(name);
          family = families.computeIfAbsent(name, key -> new StringBuilder());
        }
        if (!known || !line.startsWith(HELP) && !line.startsWith(TYPE)) {
          family.append(line).append('\n');
        }
      }
    }
    return String.join("", families.values());
  }
}

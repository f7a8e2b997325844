package dev.mignet.apache.bench.links;

import dev.mignet.san.measure.Figure.Quantity;
import dev.mignet.topology.yaml.WireKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A wire, and what of it is of interest.
 *
 * @param name such as {@code delay 10 ms}
 * @param from the end whose direction it is
 * @param settings what is said of it over the lab's file; empty: nothing
 * @param quantities figures that are told
 */
record Case(String name, String from, Map<WireKey, String> settings, Set<Quantity> quantities) {

  /** Fast Ethernet, but for what a case says. */
  private static final String ETHERNET = "a:e0";

  private static final String MYRINET = "a:san0";

  /** Those that no link engine has to do with. */
  static List<Case> plain() {
    List<Case> cases = new ArrayList<>();
    for (String rate : List.of("1 Mbit", "10 Mbit", "100 Mbit", "1 Gbit", "2 Gbit")) {
      cases.add(ethernet("rate " + rate, Map.of(WireKey.RATE, rate), Set.of(Quantity.RATE)));
    }
    cases.add(new Case("myrinet-pci64b", MYRINET, Map.of(), Set.of(Quantity.RATE, Quantity.DELAY)));
    return cases;
  }

  /** Those that need one; the rate is 100 Mbit. */
  static List<Case> impaired() {
    List<Case> cases = new ArrayList<>();
    for (String delay : List.of("100 us", "1 ms", "10 ms", "100 ms")) {
      Set<Quantity> both = Set.of(Quantity.RATE, Quantity.DELAY);
      cases.add(ethernet("delay " + delay, Map.of(WireKey.DELAY, delay), both));
    }
    for (String loss : List.of("0.1 %", "1 %", "5 %", "10 %")) {
      cases.add(ethernet("loss " + loss, Map.of(WireKey.LOSS, loss), Set.of(Quantity.LOSS)));
    }
    for (String rate : List.of("1 Mbit", "100 Mbit")) {
      cases.add(
          ethernet(
              "store and forward at " + rate,
              Map.of(WireKey.STORE_AND_FORWARD, "true", WireKey.RATE, rate),
              Set.of(Quantity.RATE, Quantity.DELAY)));
    }
    return cases;
  }

  private static Case ethernet(
      String name, Map<WireKey, String> settings, Set<Quantity> quantities) {
    Map<WireKey, String> all = new EnumMap<>(WireKey.class);
    all.putAll(
        Map.of(
            WireKey.RATE,
            "100 Mbit",
            WireKey.DELAY,
            "0 ms",
            WireKey.LOSS,
            "0 %",
            WireKey.STORE_AND_FORWARD,
            "false"));
    all.putAll(settings);
    return new Case(name, ETHERNET, all, quantities);
  }
}

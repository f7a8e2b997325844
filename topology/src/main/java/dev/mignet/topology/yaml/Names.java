package dev.mignet.topology.yaml;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** The forms that names must have, because they become names of files and of interfaces. */
public final class Names {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
  private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  /** IFNAMSIZ less the terminating zero, linux/if.h. */
  private static final int LONGEST_INTERFACE = 15;

  private Names() {}

  /** What is wrong with the name of a lab, node, kind, network or endpoint. */
  public static Optional<String> problemOf(String name) {
    return NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            "not a name: \""
                + name
                + "\"; a small letter, then up to 30 small letters, digits and \"-\"");
  }

  /** What is wrong with the name of an interface. */
  static Optional<String> problemOfInterface(String name) {
    if (name.length() > LONGEST_INTERFACE) {
      return Optional.of(
          "interface name \"" + name + "\" has " + name.length() + " characters, at most 15 fit");
    }
    if (!INTERFACE.matcher(name).matches() || name.equals("lo")) {
      return Optional.of("not a name for an interface: \"" + name + '"');
    }
    return Optional.empty();
  }

  /** A name that is known; reports any other, with a suggestion. */
  static Optional<String> known(YamlValue value, Collection<String> known, String what) {
    Optional<String> name = value.text();
    if (name.isPresent() && !known.contains(name.get())) {
      value.problem(
          "no " + what + " named \"" + name.get() + '"' + Suggestion.forName(name.get(), known));
      return Optional.empty();
    }
    return name;
  }
}

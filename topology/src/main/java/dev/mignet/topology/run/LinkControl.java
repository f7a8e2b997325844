package dev.mignet.topology.run;

import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.topology.fidelity.Counters;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.plan.Action.ShapeWire;
import dev.mignet.topology.run.LabWires.Course;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.yaml.WireKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes the links of a lab that is up, and remembers it. One at a time, from whatever process,
 * and never while the lab itself is changed: whoever comes later waits.
 */
public final class LinkControl {

  /** The name of Mignet's own engine. */
  public static final String OWN_ENGINE = HoldEngine.NAME;

  private final LocalLabs labs;
  private final LabFolder folder;
  private final Optional<String> preferred;
  private @Nullable Known known;

  /** Of a lab that is up. */
  public LinkControl(LocalLabs labs, String lab) {
    this(labs, lab, Optional.empty());
  }

  /**
   * With a certain engine where none is at work yet, rather than the kernel's if it has one.
   *
   * @param preferred {@code NetemEngine.NAME} or {@link #OWN_ENGINE}
   */
  public LinkControl(LocalLabs labs, String lab, Optional<String> preferred) {
    this.labs = labs;
    this.folder = new LabFolder(lab);
    this.preferred = preferred;
  }

  /** Which directions of a wire are meant, seen from the end that is named. */
  public enum Which {
    BOTH,
    /** What the end sends. */
    OUT,
    /** What the end receives. */
    IN;

    private boolean means(Course course, String end) {
      return switch (this) {
        case BOTH -> true;
        case OUT -> course.from().text().equals(end);
        case IN -> course.to().text().equals(end);
      };
    }
  }

  /** A lab as it was read, and the file from which it was. */
  private record Known(Lab lab, List<Object> file) {}

  /** What is done to a wire; its directions, forward first. */
  private interface Change {
    void make(LinkChanges changes, List<Course> wire);
  }

  /**
   * The engine that impairs the lab's links, if any does: its name, with what is wrong with it.
   *
   * @throws LabException where what is known of the links is damaged
   */
  public static Optional<String> engine(String lab) {
    LabFolder folder = new LabFolder(lab);
    String name = LinkChanges.load(folder).engine();
    if (name.isEmpty()) {
      return Optional.empty();
    }
    boolean dead = name.equals(HoldEngine.NAME) && !new HoldEngine(folder).runs();
    return Optional.of(dead ? name + " (ended)" : name);
  }

  /**
   * What commands and faults have changed of a lab's links, by the end that sends, for people:
   * {@code a:eth0 down}, {@code a:eth0 delay 5 ms, loss 1 %}.
   *
   * @throws LabException where what is known of the links is damaged
   */
  public static List<String> changes(String lab) {
    return LinkChanges.load(new LabFolder(lab)).texts();
  }

  /**
   * Changes what is said of a wire.
   *
   * @param end of the wire, {@code NODE:INTERFACE} or {@code NETWORK:PORT}
   * @param values to their texts, as the topology would give them
   * @throws IllegalArgumentException where the values do not go together
   * @throws LabException where the lab has no such end, its engine does not do its work, or the lab
   *     is being changed for long
   */
  public void set(String end, Which which, Map<WireKey, String> values) {
    change(
        end,
        (changes, wire) ->
            wire.stream()
                .filter(course -> which.means(course, end))
                .forEach(course -> changes.put(course.from(), values)));
  }

  /**
   * The same, of the directions that are forward and back in the topology.
   *
   * @param end of the wire, {@code NODE:INTERFACE} or {@code NETWORK:PORT}
   */
  public void set(String end, Map<WireKey, String> forward, Map<WireKey, String> back) {
    change(
        end,
        (changes, wire) -> {
          changes.put(wire.get(0).from(), forward);
          changes.put(wire.get(1).from(), back);
        });
  }

  /**
   * Has some of what is said of a wire be as the topology says again, by direction.
   *
   * @param end of the wire, {@code NODE:INTERFACE} or {@code NETWORK:PORT}
   */
  public void restore(String end, Set<WireKey> forward, Set<WireKey> back) {
    change(
        end,
        (changes, wire) -> {
          changes.remove(wire.get(0).from(), forward);
          changes.remove(wire.get(1).from(), back);
        });
  }

  /** Makes a wire what the topology says again, and mends it. */
  public void reset(String end) {
    change(end, (changes, wire) -> wire.forEach(course -> changes.forget(course.from())));
  }

  /** Cuts a wire, both ways, as if its cable were pulled. */
  public void down(String end) {
    change(end, (changes, wire) -> changes.cut().add(wire.get(0).from().text()));
  }

  /** Mends a wire that was cut. */
  public void up(String end) {
    change(end, (changes, wire) -> wire.forEach(c -> changes.cut().remove(c.from().text())));
  }

  /**
   * Looks at a wire and leaves it alone, so that a change of it later takes no longer than it must.
   *
   * @throws LabException where the lab has no such end
   */
  public void look(String end) {
    try {
      Lab lab = read();
      for (Course course : courses(new LabWires(lab, LinkChanges.load(folder)), end)) {
        try (NetworkNamespace at =
            NetworkNamespace.open(LabNames.namespace(lab.name(), course.from()))) {
          at.rtnetlink().qdisc(LabNames.interfaceName(course.from()));
        }
      }
    } catch (IOException e) {
      throw new LabException("cannot look at " + end + ": " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("try") // the lock only has to be held
  private void change(String end, Change change) {
    Labs.requireUp(folder.lab());
    // The wait for a change of the whole lab may be long.
    try (LinksLock lock = LinksLock.take(folder, Timeout.kept(folder).ofMoment())) {
      if (Labs.requireUp(folder.lab()).phase() == LabState.Phase.CHANGING) {
        throw new LabException("lab " + folder.lab() + " was left half changed; mignet up goes on");
      }
      Lab lab = read(); // the lock may have been waited for
      LinkChanges changes = LinkChanges.load(folder);
      List<Course> before = courses(new LabWires(lab, changes), end);
      change.make(changes, before);
      List<Course> changed = new ArrayList<>(courses(new LabWires(lab, changes), end));
      for (Course course : changed) {
        WireKey.problemOf(course.present().impairments())
            .ifPresent(
                problem -> {
                  throw new IllegalArgumentException(problem);
                });
      }
      Map<String, Long> rates = fastest(before, changed);
      changed.removeAll(before);
      new ImposedLinks(lab, preferred).impose(changes, changed);
      Fidelity.allow(lab, rates);
    } catch (IOException e) {
      throw new LabException("cannot change " + end + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  /** Of those whose rate has changed, the faster one; both lists are in the same order. */
  private static Map<String, Long> fastest(List<Course> before, List<Course> after) {
    Map<String, Long> rates = new HashMap<>();
    for (int i = 0; i < before.size(); i++) {
      long then = before.get(i).present().profile().bitsPerSecond();
      long now = after.get(i).present().profile().bitsPerSecond();
      if (then != now) {
        rates.put(before.get(i).from().text(), Counters.faster(then, now));
      }
    }
    return rates;
  }

  /** The topology, which is another file where the lab was changed to one. */
  private Lab read() throws IOException {
    BasicFileAttributes now = Files.readAttributes(folder.topology(), BasicFileAttributes.class);
    List<Object> file = List.of(String.valueOf(now.fileKey()), now.lastModifiedTime());
    Known last = known;
    if (last == null || !last.file().equals(file)) {
      last = new Known(labs.running(folder.lab()).lab(), file);
      known = last;
    }
    return last.lab();
  }

  private static List<Course> courses(LabWires wires, String end) {
    ShapeWire wire =
        wires
            .find(end)
            .findFirst()
            .orElseThrow(
                () -> {
                  String ends =
                      String.join(
                          ", ",
                          wires.courses().stream().map(course -> course.from().text()).toList());
                  return new LabException("no wire at \"" + end + "\"; known are " + ends);
                });
    return wires.courses(wire);
  }
}

package dev.mignet.topology.run;

import dev.mignet.nodes.net.MacAddress;
import dev.mignet.san.Direction;
import dev.mignet.san.WireDirection;
import dev.mignet.san.WireEnd;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.OneWay;
import dev.mignet.topology.model.Segment;
import dev.mignet.topology.model.Wire;
import dev.mignet.topology.plan.Action.End;
import dev.mignet.topology.plan.Action.ShapeWire;
import dev.mignet.topology.plan.Planner;
import dev.mignet.topology.yaml.WireKey;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The wires of a lab, in each direction, as the topology has them and with what was changed. */
public final class LabWires {

  private final Lab lab;
  private final LinkChanges changes;
  private final List<ShapeWire> wires;

  LabWires(Lab lab, LinkChanges changes) {
    this.lab = lab;
    this.changes = changes;
    this.wires = Planner.wires(lab);
  }

  /** Of a lab that is up, as they are now. */
  public static LabWires ofRunning(Lab lab) {
    return new LabWires(lab, LinkChanges.load(new LabFolder(lab.name())));
  }

  /**
   * One direction of a wire.
   *
   * @param from the end that sends
   * @param to the end that receives
   * @param planned as the topology says
   * @param present as it is now
   * @param cut whether the wire is down
   */
  public record Course(
      Segment segment, End from, End to, Direction planned, Direction present, boolean cut) {

    /** Whether a command has changed it. */
    public boolean isChanged() {
      return !planned.equals(present);
    }
  }

  /** All directions, a wire's two one after the other, in the order of the file. */
  public List<Course> courses() {
    return wires.stream().flatMap(wire -> courses(wire).stream()).toList();
  }

  /** The two directions of a wire, forward first. */
  List<Course> courses(ShapeWire wire) {
    Wire behaviour = wire.wire();
    boolean cut =
        changes.cut().contains(wire.first().text()) || changes.cut().contains(wire.second().text());
    return List.of(
        course(wire.segment(), behaviour, behaviour.forward(), wire.first(), wire.second(), cut),
        course(wire.segment(), behaviour, behaviour.back(), wire.second(), wire.first(), cut));
  }

  private Course course(Segment segment, Wire wire, OneWay planned, End from, End to, boolean cut) {
    Direction direction = WireProfile.of(wire, planned);
    OneWay present = present(planned, changes.set().getOrDefault(from.text(), Map.of()));
    return new Course(segment, from, to, direction, WireProfile.of(wire, present), cut);
  }

  /** What was planned, with what was changed over it. */
  static OneWay present(OneWay planned, Map<String, String> changed) {
    Map<WireKey, Object> values = new EnumMap<>(WireKey.class);
    values.putAll(WireKey.values(planned));
    changed.forEach(
        (key, text) -> WireKey.find(key).ifPresent(known -> values.put(known, known.parse(text))));
    return WireKey.oneWay(values);
  }

  /** The wire that an interface of a node is an end of; empty where there is none. */
  Stream<ShapeWire> find(String end) {
    return wires.stream()
        .filter(w -> w.first().text().equals(end) || w.second().text().equals(end));
  }

  /** For the engine. */
  WireDirection direction(Course course) {
    List<Interface> members = course.segment().members();
    List<MacAddress> receivers =
        members.stream()
            .filter(
                m ->
                    course.to() instanceof End.AtSwitch || m.reference().equals(course.to().text()))
            .map(m -> MacAddress.parse(m.mac()))
            .toList();
    return new WireDirection(end(course.from()), end(course.to()), course.present(), receivers);
  }

  private WireEnd end(End end) {
    return new WireEnd(
        LabNames.namespace(lab.name(), end),
        LabNames.interfaceName(end),
        end instanceof End.AtSwitch);
  }
}

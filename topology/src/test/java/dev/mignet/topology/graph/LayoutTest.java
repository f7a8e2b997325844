package dev.mignet.topology.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mignet.topology.graph.Layout.Area;
import dev.mignet.topology.graph.Layout.Line;
import dev.mignet.topology.graph.Layout.PlacedBox;
import dev.mignet.topology.graph.Layout.PlacedPort;
import dev.mignet.topology.graph.Layout.PlacedSwitch;
import dev.mignet.topology.graph.Layout.Point;
import dev.mignet.topology.testing.Topologies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LayoutTest {

  /** A wire ends at the edge of an interface's mark. */
  private static final double NEAR = Layout.PORT;

  private static final double TOUCH = 0.01;

  private static Layout layout(String yaml) {
    return Layout.of(Sketch.of(Topologies.read(yaml)));
  }

  private static String links(int nodes, BiPredicate<Integer, Integer> linked) {
    String names =
        IntStream.range(0, nodes)
            .mapToObj(i -> "n%d: ".formatted(i))
            .collect(Collectors.joining(","));
    String links =
        IntStream.range(0, nodes)
            .boxed()
            .flatMap(
                i ->
                    IntStream.range(i + 1, nodes)
                        .filter(j -> linked.test(i, j))
                        .mapToObj(
                            j ->
                                "  - { endpoints: [\"n%1$d:to%2$d\", \"n%2$d:to%1$d\"], delay: 2 ms }\n"
                                    .formatted(i, j)))
            .collect(Collectors.joining());
    return "name: x\nnodes: { " + names + " }\n" + (links.isEmpty() ? "" : "links:\n" + links);
  }

  private static String star(int nodes) {
    return links(nodes, (i, j) -> false)
        + "networks: { lan: { subnet6: auto, members: ["
        + IntStream.range(0, nodes)
            .mapToObj("\"n%d:eth0\""::formatted)
            .collect(Collectors.joining(", "))
        + "] } }\n";
  }

  static Stream<Arguments> labs() {
    Map<String, String> labs = new LinkedHashMap<>();
    labs.put("nodes without wires", links(3, (i, j) -> false));
    labs.put("chain of 3", links(3, (i, j) -> j == i + 1));
    labs.put("chain of 30", links(30, (i, j) -> j == i + 1));
    labs.put("ring of 12", links(12, (i, j) -> j == i + 1 || j - i == 11));
    labs.put("star of links", links(21, (i, j) -> i == 0));
    labs.put("star on a switch", star(20));
    labs.put("tree", links(31, (i, j) -> (j - 1) / 2 == i));
    labs.put("mesh", links(7, (i, j) -> true));
    labs.put("grid", links(25, (i, j) -> j - i == 5 || (j - i == 1 && j % 5 != 0)));
    labs.put("long legs", links(28, (i, j) -> j == i + 3 || (i == 0 && j < 3)));
    return labs.entrySet().stream().map(lab -> Arguments.of(lab.getKey(), lab.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("labs")
  void nothing_covers_anything_and_wires_lead_from_interface_to_interface(
      String what, String yaml) {
    Layout layout = layout(yaml);
    List<Area> areas = new ArrayList<>(layout.boxes().stream().map(PlacedBox::area).toList());
    layout.switches().forEach(network -> areas.addAll(List.of(network.area(), network.label())));
    layout.lines().stream()
        .filter(line -> !line.lines().isEmpty())
        .forEach(line -> areas.add(line.label()));

    for (int i = 0; i < areas.size(); i++) {
      Area area = areas.get(i);
      assertThat(inside(layout.area(), area)).as("%s is in the picture", area).isTrue();
      assertThat(areas.subList(i + 1, areas.size())).noneMatch(other -> overlap(area, other));
      for (Line line : layout.lines()) {
        assertThat(pieces(line)).as("wires through %s", area).noneMatch(p -> overlap(area, p));
      }
    }
    List<Area> ends =
        Stream.concat(
                layout.boxes().stream().flatMap(box -> box.ports().stream()).map(PlacedPort::area),
                layout.switches().stream().map(PlacedSwitch::area))
            .toList();
    for (Line line : layout.lines()) {
      for (Point end : List.of(line.way().get(0), line.way().get(line.way().size() - 1))) {
        assertThat(ends).anyMatch(area -> isAt(end, area));
      }
    }
  }

  @Test
  void an_interface_is_beside_its_row_below_the_heading() {
    for (PlacedBox box : layout(links(6, (i, j) -> true)).boxes()) {
      double top = box.area().y() + box.shape().headingHeight();
      for (PlacedPort port : box.ports()) {
        assertThat((port.area().y() - top + Layout.PORT / 2) / box.shape().rowHeight() % 1)
            .isEqualTo(0.5, within(0.1));
      }
    }
  }

  @Test
  void a_long_chain_goes_on_below() {
    Area area = layout(links(30, (i, j) -> j == i + 1)).area();

    assertThat(area.width() / area.height()).isBetween(1.0, 4.0);
  }

  @Test
  void nodes_of_a_network_are_on_both_its_sides_where_they_are_many() {
    Layout layout = layout(star(10));
    double bar = layout.switches().get(0).area().x();

    assertThat(layout.boxes()).filteredOn(box -> box.area().x() < bar).hasSize(5);
  }

  /** The straight pieces of a wire but for its ends, which touch a box; all at right angles. */
  private static List<Area> pieces(Line line) {
    List<Area> pieces = new ArrayList<>();
    for (int i = 1; i < line.way().size(); i++) {
      Point from = line.way().get(i - 1);
      Point to = line.way().get(i);
      double width = Math.abs(to.x() - from.x());
      double height = Math.abs(to.y() - from.y());
      assertThat(Math.min(width, height)).as("a right angle").isLessThan(0.1);
      pieces.add(new Area(Math.min(from.x(), to.x()), Math.min(from.y(), to.y()), width, height));
    }
    return pieces;
  }

  private static boolean isAt(Point point, Area area) {
    return point.x() >= area.x() - NEAR
        && point.x() <= area.x() + area.width() + NEAR
        && point.y() >= area.y() - NEAR
        && point.y() <= area.y() + area.height() + NEAR;
  }

  /** By more than touching; a piece of wire has no width or no height. */
  private static boolean overlap(Area one, Area other) {
    return meet(one.x(), one.width(), other.x(), other.width())
        && meet(one.y(), one.height(), other.y(), other.height());
  }

  private static boolean meet(double one, double length, double other, double otherLength) {
    return one + length > other + TOUCH && other + otherLength > one + TOUCH;
  }

  private static boolean inside(Area whole, Area area) {
    return area.x() >= 0
        && area.y() >= 0
        && area.x() + area.width() <= whole.width()
        && area.y() + area.height() <= whole.height();
  }
}

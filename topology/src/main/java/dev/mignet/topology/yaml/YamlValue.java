package dev.mignet.topology.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One value of the document with its place. Asked for as a type that it is not, it reports the
 * problem and answers as if it were absent, so that reading goes on to the next problem.
 */
final class YamlValue {

  private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,8}");

  private final Node node;
  private final String path;
  private final Problems problems;

  YamlValue(Node node, String path, Problems problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  Place place() {
    return Place.of(node, path);
  }

  void problem(String message) {
    problemAt(place(), message);
  }

  void problemAt(Place where, String message) {
    problems.add(where, message);
  }

  /** Whether there is nothing behind the key, or {@code null}. */
  boolean isNull() {
    return node.getTag().equals(Tag.NULL);
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  boolean isEmptyMapping() {
    return node instanceof MappingNode mapping && mapping.getValue().isEmpty();
  }

  boolean isText() {
    return node instanceof ScalarNode && !isNull();
  }

  /** Any scalar, as it stands in the file. */
  Optional<String> text() {
    if (node instanceof ScalarNode scalar && !isNull()) {
      return Optional.of(scalar.getValue());
    }
    return wrongType("text");
  }

  /**
   * What a scalar's text says.
   *
   * @param parse throws {@link IllegalArgumentException} with what is to be reported
   */
  <T> Optional<T> parsed(Function<String, T> parse) {
    Optional<String> text = text();
    try {
      return text.map(parse);
    } catch (IllegalArgumentException e) {
      problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** A whole number in decimal, within the bounds. */
  OptionalInt integer(int least, int most) {
    if (node instanceof ScalarNode scalar
        && node.getTag().equals(Tag.INT)
        && WHOLE_NUMBER.matcher(scalar.getValue()).matches()) {
      int value = Integer.parseInt(scalar.getValue());
      if (value >= least && value <= most) {
        return OptionalInt.of(value);
      }
    }
    problem("must be a whole number from " + least + " to " + most + ", found " + found());
    return OptionalInt.empty();
  }

  Optional<Boolean> flag() {
    if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.BOOL)) {
      String value = scalar.getValue();
      if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
        return Optional.of(Boolean.valueOf(value));
      }
    }
    return wrongType("true or false");
  }

  List<YamlValue> list() {
    if (!(node instanceof SequenceNode sequence)) {
      wrongType("a list");
      return List.of();
    }
    List<YamlValue> values = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      values.add(new YamlValue(element, path + '[' + values.size() + ']', problems));
    }
    return values;
  }

  /** The text of every element of a list; elements that are no text are reported and left out. */
  List<Placed<String>> texts() {
    List<Placed<String>> texts = new ArrayList<>();
    for (YamlValue element : list()) {
      element.text().ifPresent(text -> texts.add(new Placed<>(text, element.place())));
    }
    return texts;
  }

  /** A mapping whose keys the user chooses; a key given twice is reported. */
  Map<String, YamlEntry> entries() {
    Map<String, YamlEntry> entries = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      wrongType("a mapping");
      return entries;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
        problems.add(Place.of(tuple.getKeyNode(), path), "a key must be text");
        continue;
      }
      String key = keyNode.getValue();
      String below = path.isEmpty() ? key : path + '.' + key;
      Place keyPlace = Place.of(keyNode, below);
      YamlValue value = new YamlValue(tuple.getValueNode(), below, problems);
      YamlEntry first = entries.putIfAbsent(key, new YamlEntry(key, keyPlace, value));
      if (first != null) {
        problems.add(keyPlace, "given twice, first in line " + first.keyPlace().line());
      }
    }
    return entries;
  }

  /** A mapping that may have the shape's keys and no others. */
  YamlObject object(Shape shape) {
    return new YamlObject(this, entries(), shape.keys(), problems);
  }

  /** Reports that something else was wanted. */
  <T> Optional<T> wrongType(String wanted) {
    problem("must be " + wanted + ", found " + found());
    return Optional.empty();
  }

  private String found() {
    if (node instanceof MappingNode) {
      return "a mapping";
    } else if (node instanceof SequenceNode) {
      return "a list";
    }
    return isNull() ? "nothing" : '"' + ((ScalarNode) node).getValue() + '"';
  }
}

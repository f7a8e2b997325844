package dev.mignet.topology.yaml;

import java.io.StringReader;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/** Text to a tree of {@link YamlValue}s. Nothing is constructed from tags, so none can do harm. */
final class YamlDocument {

  private static final Place START = new Place(1, 1, "");

  private YamlDocument() {}

  /** The document's mapping; empty after having reported why there is none. */
  static Optional<YamlValue> parse(String text, Problems problems) {
    LoaderOptions limits = new LoaderOptions();
    limits.setMaxAliasesForCollections(50);
    limits.setNestingDepthLimit(20);
    limits.setCodePointLimit(3 << 20);
    try {
      Node root = new Yaml(limits).compose(new StringReader(text));
      if (root instanceof MappingNode) {
        return Optional.of(new YamlValue(root, "", problems));
      }
      problems.add(
          root == null ? START : Place.of(root, ""),
          root == null
              ? "the file is empty; a topology has at least \"name\" and \"nodes\""
              : "not a topology: must be a mapping with \"name\" and \"nodes\"");
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      Place place = mark == null ? START : new Place(mark.getLine() + 1, mark.getColumn() + 1, "");
      problems.add(place, "not YAML: " + e.getProblem());
    } catch (ReaderException e) {
      problems.add(
          placeOf(text, e.getPosition()),
          String.format("not YAML: the character U+%04X is not allowed", e.getCodePoint()));
    } catch (YAMLException e) {
      problems.add(START, "not YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static Place placeOf(String text, int position) {
    String before = text.substring(0, Math.min(position, text.length()));
    int line = (int) before.chars().filter(c -> c == '\n').count();
    return new Place(line + 1, before.length() - before.lastIndexOf('\n'), "");
  }
}

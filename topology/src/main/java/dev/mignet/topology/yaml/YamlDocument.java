package dev.mignet.topology.yaml;

import java.io.Reader;
import java.io.StringReader;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Text to a tree of {@link YamlValue}s. Nothing is constructed from tags, so none can do harm; and
 * without what constructs, SnakeYAML starts in half the time.
 */
final class YamlDocument {

  private static final Place START = new Place(1, 1, "");
  private static final LoaderOptions LIMITS = limits();
  private static final Resolver RESOLVER = new Resolver();

  private YamlDocument() {}

  /** The document's mapping; empty after having reported why there is none. */
  static Optional<YamlValue> parse(String text, Problems problems) {
    try {
      Node root = new Composer(parser(new StringReader(text)), RESOLVER, LIMITS).getSingleNode();
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

  /**
   * The text that the document's mapping has for a key. Reads up to there only; empty where there
   * is no such text before the end, or before something that is not YAML.
   */
  static Optional<String> textOf(Reader yaml, String key) {
    int depth = 0; // of collections
    int complete = 0; // keys and values of the mapping
    boolean found = false;
    try {
      Parser events = parser(yaml);
      while (!events.checkEvent(Event.ID.StreamEnd)) {
        Event event = events.getEvent();
        if (depth == 0 && event instanceof SequenceStartEvent) {
          return Optional.empty();
        } else if (depth == 1 && event instanceof ScalarEvent text) {
          if (found) {
            return Optional.of(text.getValue());
          }
          found = complete % 2 == 0 && text.getValue().equals(key);
        } else {
          found = false;
        }
        depth += event instanceof CollectionStartEvent ? 1 : 0;
        depth -= event instanceof CollectionEndEvent ? 1 : 0;
        complete += depth == 1 && !(event instanceof CollectionStartEvent) ? 1 : 0;
      }
    } catch (YAMLException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Parser parser(Reader text) {
    return new ParserImpl(new StreamReader(text), LIMITS);
  }

  private static LoaderOptions limits() {
    LoaderOptions limits = new LoaderOptions();
    limits.setMaxAliasesForCollections(50);
    limits.setNestingDepthLimit(20);
    limits.setCodePointLimit(3 << 20);
    return limits;
  }

  private static Place placeOf(String text, int position) {
    String before = text.substring(0, Math.min(position, text.length()));
    int line = (int) before.chars().filter(c -> c == '\n').count();
    return new Place(line + 1, before.length() - before.lastIndexOf('\n'), "");
  }
}

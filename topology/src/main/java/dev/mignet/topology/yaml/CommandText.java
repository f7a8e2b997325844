package dev.mignet.topology.yaml;

import dev.mignet.topology.model.Words;
import java.util.List;
import java.util.Optional;

/** A command as the file writes it: a list of words, or one text. */
public final class CommandText {

  private CommandText() {}

  /** What is wrong with a text that is to be a command. */
  public static Optional<String> problemOf(String text) {
    try {
      List<String> words = Words.split(text);
      return words.isEmpty() || words.get(0).isEmpty()
          ? Optional.of("a command needs a program")
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("no command: " + e.getMessage());
    }
  }

  /** The command as one text, which may be none; reports what is neither list nor text. */
  static Optional<String> text(YamlValue value) {
    return value.isText()
        ? value.text()
        : value.isList()
            ? Optional.of(Words.join(value.texts().stream().map(Placed::value).toList()))
            : value.wrongType("a command: a text, or a list of words");
  }

  /** The words; reports what is no command. */
  static Optional<List<String>> read(YamlValue value) {
    Optional<String> text = text(value);
    Optional<String> problem = text.flatMap(CommandText::problemOf);
    problem.ifPresent(value::problem);
    return problem.isPresent() ? Optional.empty() : text.map(Words::split);
  }
}

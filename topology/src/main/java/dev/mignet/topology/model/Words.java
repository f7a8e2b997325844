package dev.mignet.topology.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A command as one text, split into words as a POSIX shell does it (XCU 2.2, quoting) but with
 * nothing else of a shell: no variables, no patterns, no redirection.
 */
public final class Words {

  private static final char NONE = 0;

  private Words() {}

  /**
   * The words of a text. Spaces, tabs and line ends divide them, except within {@code '...'},
   * within {@code "..."} and behind a backslash.
   *
   * @throws IllegalArgumentException where a quote is not closed, or nothing follows a backslash
   */
  public static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = NONE;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == '\'' && c != '\'') {
        word.append(c);
      } else if (c == '\\' && !(quote == '"' && !isEscapable(text, i + 1))) {
        if (++i == text.length()) {
          throw new IllegalArgumentException("nothing follows the last \\");
        }
        word.append(text.charAt(i));
        inWord = true;
      } else if (c == quote) {
        quote = NONE;
      } else if (quote == NONE && (c == '\'' || c == '"')) {
        quote = c;
        inWord = true;
      } else if (quote == NONE && Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != NONE) {
      throw new IllegalArgumentException("the last " + quote + " is not closed");
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }

  /** Within double quotes a backslash stands for itself, except before these. */
  private static boolean isEscapable(String text, int at) {
    return at < text.length() && "\"\\$`".indexOf(text.charAt(at)) >= 0;
  }

  /** The text that {@link #split} splits into these words. */
  public static String join(List<String> words) {
    return words.stream().map(Words::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : '\'' + word.replace("'", "'\\''") + '\'';
  }
}

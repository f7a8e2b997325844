package dev.mignet.topology.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void spaces_divide_words_and_quotes_keep_them_together() {
    assertThat(Words.split("  a 'b  c' \"d 'e'\"f\tg\\ h\n''"))
        .containsExactly("a", "b  c", "d 'e'f", "g h", "");
    assertThat(Words.split(" ")).isEmpty();
  }

  @Test
  void a_backslash_within_quotes_is_what_it_is_to_a_shell() {
    assertThat(Words.split("'\\n' \"\\n\\\"\\$\"")).containsExactly("\\n", "\\n\"$");
  }

  @Test
  void nothing_else_of_a_shell_happens() {
    assertThat(Words.split("echo $HOME *.c >x;ls|`y`"))
        .containsExactly("echo", "$HOME", "*.c", ">x;ls|`y`");
  }

  @Test
  void what_is_joined_is_split_again() {
    List<String> words = List.of("sh", "-c", "echo 'it''s' \"$X\" \\", "", "a=b", "ä\n");

    assertThat(Words.split(Words.join(words))).isEqualTo(words);
    assertThat(Words.join(List.of("ls", "-l", "a b"))).isEqualTo("ls -l 'a b'");
  }

  @Test
  void an_open_end_is_refused() {
    assertThatThrownBy(() -> Words.split("a 'b")).hasMessage("the last ' is not closed");
    assertThatThrownBy(() -> Words.split("a\\")).hasMessage("nothing follows the last \\");
  }
}

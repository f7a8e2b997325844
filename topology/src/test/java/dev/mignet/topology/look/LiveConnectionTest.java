package dev.mignet.topology.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveConnectionTest {

  private final Map<String, JsonObject> answers = new LinkedHashMap<>();

  @Test
  void who_serves_is_found_by_going_from_node_to_node() {
    answer(
        "a", connection("10.9.1.1:4000", "forward", "b"), connection("10.9.1.1:4001", "local", ""));
    answer("b", connection("10.9.1.1:4000", "forward", "c"));
    answer("c", connection("10.9.1.1:4000", "local", ""));

    assertThat(LiveConnection.of(answers))
        .extracting(LiveConnection::node, LiveConnection::client, LiveConnection::servedBy)
        .containsExactly(
            tuple("a", "10.9.1.1:4000", "c"),
            tuple("a", "10.9.1.1:4001", "a"),
            tuple("b", "10.9.1.1:4000", "c"),
            tuple("c", "10.9.1.1:4000", "c"));
  }

  @Test
  void a_node_that_does_not_know_the_connection_any_more_ends_the_search() {
    answer("a", connection("10.9.1.1:4000", "forward", "b"));
    answer("b");

    assertThat(LiveConnection.of(answers))
        .extracting(LiveConnection::servedBy)
        .containsExactly("b");
  }

  @Test
  void two_nodes_that_change_their_minds_between_the_answers_do_not_make_it_endless() {
    answer("a", connection("10.9.1.1:4000", "shipping", "b"));
    answer("b", connection("10.9.1.1:4000", "forward", "a"));

    assertThat(LiveConnection.of(answers)).hasSize(2);
  }

  @Test
  void json_has_all_that_the_daemon_tells_and_who_serves() {
    answer("a", connection("10.9.1.1:4000", "forward", "b"));
    answer("b");

    assertThat(LiveConnection.of(answers).get(0).json())
        .isEqualTo(
            JsonParser.parseString(
                """
                {"node": "a", "client": "10.9.1.1:4000", "endpoint": "10.9.100.1:80",
                 "state": "forward", "served_by": "b", "peer": "b", "from": "", "migrations": 1,
                 "requests": 2, "forwarded_bytes": 1040, "age_ms": 77}
                """));
  }

  private void answer(String node, String... connections) {
    String text = "{\"connections\": [" + String.join(",", connections) + "]}";
    answers.put(node, JsonParser.parseString(text).getAsJsonObject());
  }

  private static String connection(String client, String state, String peer) {
    return """
        {"client": "%s", "endpoint": "10.9.100.1:80", "state": "%s", "peer": "%s", "from": "",
         "migrations": 1, "requests": 2, "forwarded_bytes": 1040, "age_ms": 77}
        """
        .formatted(client, state, peer);
  }
}

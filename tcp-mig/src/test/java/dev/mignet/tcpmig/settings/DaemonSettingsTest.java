package dev.mignet.tcpmig.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaemonSettingsTest {
  private static final String RIGHT =
      """
      {"lab": "lab", "node": "web1", "number": 1,
       "endpoints": [{"name": "www", "address": "10.9.1.100", "port": 80}],
       "protocol": "http",
       "variant": "FRONT_END",
       "frontEnds": [{"number": 1, "node": "f", "device": "eth0", "address": "10.9.1.1",
                      "mac": "02:00:00:00:00:01"}],
       "san": {"device": "san0", "address": "10.9.2.1", "port": 7000,
               "keyFile": "/run/mignet/lab/san.key",
               "peers": [{"number": 1, "node": "web1", "address": "10.9.2.1"},
                         {"number": 2, "node": "web2", "address": "10.9.2.2"}]},
       "controlSocket": "/run/mignet/lab/nodes/web1/daemon.sock",
       "journal": "/run/mignet/lab/nodes/web1/journal",
       "checkpointMemory": 1000000,
       "capacity": 40,
       "deadAfterMillis": 900000,
       "policy": [{"prefix": "/class0/", "targets": [2], "otherwise": "SERVE"}],
       "idle": {"millis": 500, "targets": [1], "otherwise": "RESET"},
       "mechanism": "imposed-isn"}
      """;

  @TempDir Path folder;

  @Test
  void settings_are_read_as_they_were_written() throws IOException {
    DaemonSettings settings = read(RIGHT);
    assertThat(settings.endpoints()).containsExactly(new Endpoint("www", "10.9.1.100", 80));
    assertThat(settings.policy()).containsExactly(new UrlRule("/class0/", 2));
    assertThat(settings.protocol()).isEqualTo(Protocol.HTTP);
    assertThat(settings.capacity()).isEqualTo(40);
    assertThat(settings.deadAfterMillis()).isEqualTo(900_000);
    assertThat(settings.idle()).isEqualTo(new IdleRule(500, List.of(1), Otherwise.RESET));
    assertThat(settings.mechanism()).isEqualTo(Mechanism.IMPOSED_ISN);
    assertThat(settings.peer(2)).isEqualTo(new Peer(2, "web2", "10.9.2.2"));
    assertThat(read(new Gson().toJson(settings))).isEqualTo(settings);
  }

  @Test
  void an_empty_policy_is_one() throws IOException {
    assertThat(
            read(RIGHT.replace(
                    "{\"prefix\": \"/class0/\", \"targets\": [2], \"otherwise\": \"SERVE\"}", ""))
                .policy())
        .isEqualTo(List.of());
  }

  @Test
  void a_peer_that_is_none_is_an_error_of_the_caller() throws IOException {
    DaemonSettings settings = read(RIGHT);
    assertThatThrownBy(() -> settings.peer(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no back-end has number 3");
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"lab\": \"lab\",|''|lab, node, controlSocket and journal are required",
        "\"node\": \"web1\", \"number\": 1,|\"number\": 1,|lab, node, controlSocket and journal are required",
        "\"journal\"|\"diary\"|lab, node, controlSocket and journal are required",
        "\"controlSocket\"|\"socket\"|lab, node, controlSocket and journal are required",
        "\"endpoints\"|\"ends\"|endpoints: at least one is required",
        "{\"name\": \"www\", \"address\": \"10.9.1.100\", \"port\": 80}|''|endpoints: at least one",
        "{\"name\": \"www\", \"address\": \"10.9.1.100\", \"port\": 80}|null|endpoints: address and port",
        "\"address\": \"10.9.1.100\", |''|endpoints: address and port are required",
        "10.9.1.100|web|endpoints: no IP address: web",
        "10.9.1.100|10.9.1.300|endpoints: no IP address: 10.9.1.300",
        "10.9.1.100|fd00::100|san.peers: an endpoint over IPv6 needs an address6",
        "\"port\": 80|\"port\": 0|endpoints: address and port are required",
        "\"port\": 80|\"port\": 65536|endpoints: address and port are required",
        "\"san\":|\"lan\":|san: device, address, port, keyFile and peers are required",
        "\"device\": \"san0\", |''|san: device, address, port, keyFile and peers are required",
        "\"san0\", \"address\": \"10.9.2.1\", |\"san0\", |san: device, address, port, keyFile",
        "\"port\": 7000|\"port\": 65536|san: device, address, port, keyFile and peers are required",
        "\"peers\"|\"others\"|san: device, address, port, keyFile and peers are required",
        "\"keyFile\"|\"key\"|san: device, address, port, keyFile and peers are required",
        "\"number\": 2|\"number\": 16|san.peers: numbers go from 1 to 15",
        "\"number\": 2|\"number\": 0|san.peers: numbers go from 1 to 15",
        ", \"address\": \"10.9.2.2\"|''|san.peers: an address is required",
        "\"web2\", \"address\": \"10.9.2.2\"}|\"web2\", \"address\": \"10.9.2.2\"},|san.peers: an address",
        "\"node\": \"web1\", \"number\": 1|\"node\": \"web1\", \"number\": 3|number: 3 is not among",
        "\"variant\"|\"kind\"|variant and frontEnds are required, frontEnds may be empty",
        "FRONT_END|BOTH_ENDS|variant and frontEnds are required, frontEnds may be empty",
        "\"mac\"|\"lan\"|frontEnds: number (1 to 15), device, address and mac are required",
        "\"policy\"|\"rules\"|policy: a list is required, it may be empty",
        "\"checkpointMemory\"|\"memory\"|checkpointMemory is required",
        "\"prefix\"|\"path\"|policy: a prefix, targets and otherwise are required",
        "\"http\"|\"udp\"|protocol: must be http or tcp",
        "\"capacity\": 40|\"capacity\": 0|capacity is required",
        "\"deadAfterMillis\"|\"dead\"|deadAfterMillis is required",
        "\"millis\": 500|\"millis\": 0|idle: millis, targets and otherwise are required",
        "\"targets\": [1]|\"targets\": [1, 9]|idle: no peer has number 9",
        "RESET|WAIT|idle: millis, targets and otherwise are required",
        "SERVE|WAIT|policy: a prefix, targets and otherwise are required",
        "[2]|[]|policy: a prefix, targets and otherwise are required",
        "[2]|[2, 3]|policy: no peer has number 3",
        "\"imposed-isn\"|\"magic\"|mechanism: must be auto, imposed-isn or translation",
        "\"number\": 1,|\"number\": \"one\",|NumberFormatException",
        "\"policy\": [|\"policy\": {|BEGIN_ARRAY",
        "\"lab\": \"lab\"|\"lab\": [\"lab\"]|BEGIN_ARRAY",
      })
  void what_is_wrong_is_said_with_the_file_s_name(String text, String instead, String problem) {
    assertThat(RIGHT).contains(text);
    refused(RIGHT.replaceFirst(Pattern.quote(text), instead), problem);
  }

  @Test
  void a_file_that_is_cut_anywhere_is_refused() {
    String text = RIGHT.strip();
    for (int length = 0; length < text.length(); length += 7) {
      refused(text.substring(0, length), "");
    }
  }

  @Test
  void an_empty_file_is_refused() {
    refused("", "empty");
    refused("null", "empty");
  }

  @Test
  void a_file_that_is_no_text_is_refused() throws IOException {
    Path file = folder.resolve("settings.json");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> DaemonSettings.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("settings.json");
  }

  @Test
  void a_missing_file_is_named() {
    assertThatThrownBy(() -> DaemonSettings.read(folder.resolve("none.json")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none.json");
  }

  private void refused(String json, String problem) {
    assertThatThrownBy(() -> read(json))
        .as(json)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("settings.json: ")
        .hasMessageContaining(problem);
  }

  private DaemonSettings read(String json) throws IOException {
    return DaemonSettings.read(Files.writeString(folder.resolve("settings.json"), json));
  }
}

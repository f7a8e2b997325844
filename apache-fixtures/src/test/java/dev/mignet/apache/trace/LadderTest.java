package dev.mignet.apache.trace;

import static dev.mignet.apache.trace.ScriptedRecording.FLOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.apache.trace.Ladder.Arrow;
import dev.mignet.tcpmig.san.RejectReason;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.wire.TcpView;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** From captures to the drawing. */
class LadderTest {
  private static final int ACK = TcpView.ACK;
  private static final int SYN = TcpView.SYN;
  private static final int PSH = TcpView.PSH | ACK;

  private static final String TO_A = "client:eth0 front:eth0 front:eth1 a:eth0";
  private static final String FROM_A = "a:eth0 front:eth1 front:eth0 client:eth0";
  private static final String FROM_B = "b:eth0 front:eth1 front:eth0 client:eth0";
  private static final String TO_B = TO_A + " a:san0 b:san0";
  private static final String A_TO_B = "a:san0 b:san0";
  private static final String B_TO_A = "b:san0 a:san0";

  private final ScriptedRecording script = new ScriptedRecording();

  private void handshake() {
    script.client(TO_A, SYN, 0, 0, 0).after(100).server(FROM_A, SYN | ACK, 0, 1, 0);
    script.after(100).client(TO_A, ACK, 1, 1, 0);
  }

  private void migration() {
    script.after(100).client(TO_A, PSH, 1, 1, 86).event("a", "started", "checking");
    script.event("a", "syn-sent", "wait").san(A_TO_B, 1, 2, ScriptedRecording.syn(7));
    script.event("b", "offered", "importing").san(B_TO_A, 2, 1, new SanMessage.Ack(7, FLOW));
    script.san(A_TO_B, 1, 2, ScriptedRecording.checkpoint(7, 1, 86));
    script.event("b", "served", "local").server(FROM_B, PSH, 1, 87, 500);
    script.client(TO_B, ACK, 87, 501, 0).san(B_TO_A, 2, 1, new SanMessage.Stored(7, FLOW));
    script.event("a", "stored", "forward");
  }

  private Ladder ladder(int number) {
    return new LadderBuilder(script.recording(), FLOW).build(number, false);
  }

  @Test
  void a_migration_is_drawn_from_the_handshake_on() {
    handshake();
    migration();

    assertThat(new TextLadder(ladder(1), 110).draw())
        .isEqualTo(
            """
            10.9.1.1:40000 → 10.9.100.1:80 migrates from a to b

                   ms  client     front       a        SAN        b
                       client   front-end initiator  network   target
                0.000     ├─────────┼────────▶│         │         │   SYN seq 0
                0.104     │◀────────┼─────────┤         │         │   SYN ACK seq 0 ack 1
                0.208     ├─────────┼────────▶│         │         │   ACK ack 1
                0.312     ├─────────┼────────▶│         │         │   PSH ACK seq 1 ack 1 len 86
                0.316     │         │         ● checking: started │
                0.317     │         │         ● wait: syn sent    │
                0.318     │         │         ├─────────┼────────▶│   Migration SYN: from 1, imposed ISN 0
                0.320     │         │         │         │         ● importing: offered
                0.321     │         │         │◀────────┼─────────┤   Migration ACK: there is room
                0.323     │         │         ├─────────┼────────▶│   Checkpoint: 86 bytes from 1
                0.325     │         │         │         │         ● local: served
                0.326     │◀────────┼─────────────────────────────┤   PSH ACK seq 1 ack 87 len 500
                0.330     ├─────────┼─────────┼─────────┼────────▶│   ACK ack 501
                0.336     │         │         │◀────────┼─────────┤   Stored
                0.338     │         │         ● forward: stored   │
            """);
  }

  @Test
  void no_line_is_longer_than_the_terminal() {
    handshake();
    migration();

    for (int width : List.of(TextLadder.NARROWEST, 80, 100, 200)) {
      assertThat(new TextLadder(ladder(1), width).draw().lines())
          .as("width %d", width)
          .allMatch(line -> line.length() <= width)
          .anyMatch(line -> line.contains("Migration SYN"));
    }
  }

  @Test
  void a_second_migration_begins_with_its_request_and_ends_the_first() {
    handshake();
    migration();
    String toC = TO_B;
    script.after(1000).client(toC, PSH, 87, 501, 50);
    script.san("b:san0 c:san0", 2, 3, ScriptedRecording.syn(8));
    script.san("c:san0 b:san0", 3, 2, new SanMessage.Reject(8, FLOW, RejectReason.NO_ROOM));

    assertThat(ladder(1).rows()).noneMatch(row -> row.nanos() > 1_300_000);
    assertThat(ladder(2).title()).endsWith("migrates from b to c");
    assertThat(ladder(2).columns())
        .extracting(Ladder.Column::name)
        .containsExactly("client", "front", "a", "b", "SAN", "c");
    assertThat(labels(ladder(2)))
        .containsExactly(
            "PSH ACK seq 87 ack 501 len 50",
            "Migration SYN: from 1, imposed ISN 0",
            "Reject: no room");
  }

  @Test
  void a_packet_that_turns_has_an_arrow_each_way() {
    handshake();
    migration();
    // It comes back: the client's packets go by a to b, until a serves again.
    script.after(1000).client(TO_B, PSH, 87, 501, 50);
    script.san(B_TO_A, 2, 1, ScriptedRecording.syn(8));

    assertThat(ladder(2).columns())
        .extracting(Ladder.Column::name)
        .containsExactly("client", "front", "b", "SAN", "a");
    assertThat(ladder(2).rows())
        .map(Arrow.class::cast)
        .extracting(Arrow::stops)
        .containsExactly(List.of(0, 1, 4), List.of(4, 3, 2), List.of(2, 3, 4));
  }

  @Test
  void a_packet_that_is_sent_again_is_another_one() {
    handshake();
    script.after(10).client("client:eth0 front:eth0", PSH, 1, 1, 86); // lost behind the front-end
    migration();

    assertThat(labels(ladder(1))).filteredOn("PSH ACK seq 1 ack 1 len 86"::equals).hasSize(2);
  }

  @Test
  void the_middle_of_a_long_transfer_is_left_out_unless_all_is_wanted() {
    handshake();
    migration();
    for (int i = 0; i < 20; i++) {
      script.server(FROM_B, ACK, 501 + i * 10, 87, 10).client(TO_B, ACK, 87, 511 + i * 10, 0);
    }

    List<Ladder.Row> rows = ladder(1).rows();
    assertThat(rows)
        .filteredOn(Ladder.Fold.class::isInstance)
        .map(row -> ((Ladder.Fold) row).text())
        .containsExactly("16 packets of the client, 16 of the server");
    Ladder all = new LadderBuilder(script.recording(), FLOW).build(1, true);
    assertThat(all.rows()).hasSize(rows.size() - 1 + 32);
    assertThat(new TextLadder(ladder(1), 100).draw()).contains("┊   … 16 packets");
  }

  @Test
  void the_picture_is_xml_with_all_that_the_text_has() throws Exception {
    handshake();
    migration();

    String svg = new SvgLadder(ladder(1)).draw();

    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(svg)
        .contains(">PSH ACK seq 1 ack 1 len 86<", ">Checkpoint: 86 bytes from 1<", ">served<")
        .contains(">0.312 ms<", ">SAN<", ">10.9.1.1:40000 → 10.9.100.1:80 migrates from a to b<");
  }

  private static List<String> labels(Ladder ladder) {
    return ladder.rows().stream()
        .filter(Arrow.class::isInstance)
        .map(row -> ((Arrow) row).label())
        .toList();
  }
}

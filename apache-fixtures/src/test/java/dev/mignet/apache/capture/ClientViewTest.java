package dev.mignet.apache.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.wire.FlowKey;
import dev.mignet.tcpmig.wire.SegmentWriter;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ClientViewTest {

  private static final int PORT = 80;
  private static final int CLIENT_PORT = 40000;
  private static final FlowKey FLOW = new FlowKey(0x0a090101, CLIENT_PORT, 0x0a096401, PORT);

  private final List<Frame> frames = new ArrayList<>();

  private ClientViewTest client(int sequence, int flags, int length) {
    return segment(writer -> writer.beginOfClient(FLOW, 0, sequence, 1, flags, 100), length, 1);
  }

  private ClientViewTest server(int sequence, int flags, int length, int clock) {
    return segment(writer -> writer.beginOfServer(FLOW, sequence, 1, flags, 100), length, clock);
  }

  private ClientViewTest segment(UnaryOperator<SegmentWriter> begin, int length, int clock) {
    ByteBuffer ip = ByteBuffer.allocate(2000);
    int total =
        begin.apply(new SegmentWriter(ip)).timestamps(clock, 0).finish(new byte[length], 0, length);
    ByteBuffer frame = ByteBuffer.allocate(14 + total).putShort(12, (short) 0x0800);
    frame.put(14, ip, 0, total);
    frames.add(new Frame("eth0", frames.size(), frame));
    return this;
  }

  private Map<Integer, ClientView> views() {
    return ClientView.of(frames, FLOW.serverAddress(), PORT);
  }

  @Test
  void a_connection_from_syn_to_fin_is_clean() {
    client(-1, TcpView.SYN, 0) // sequence numbers that wrap
        .server(100, TcpView.SYN | TcpView.ACK, 0, 50)
        .client(0, TcpView.ACK, 0)
        .client(0, TcpView.ACK, 80)
        .server(101, TcpView.ACK, 1000, 51)
        .server(1101, TcpView.ACK | TcpView.FIN, 500, 51)
        .client(80, TcpView.ACK | TcpView.FIN, 0);
    assertThat(views()).containsExactly(Map.entry(CLIENT_PORT, new ClientView(0, 0, 0)));
  }

  @Test
  void a_reset_counts_whoever_sent_it() {
    client(1, TcpView.ACK, 10).client(11, TcpView.RST, 0).server(1, TcpView.RST, 0, 1);
    assertThat(views().get(CLIENT_PORT)).isEqualTo(new ClientView(2, 0, 0));
  }

  @Test
  void bytes_that_come_twice_are_counted_and_acknowledgments_are_not() {
    server(1, TcpView.ACK, 100, 1)
        .server(51, TcpView.ACK, 100, 1)
        .client(1, TcpView.ACK, 0)
        .client(1, TcpView.ACK, 0);
    assertThat(views().get(CLIENT_PORT)).isEqualTo(new ClientView(0, 1, 0));
  }

  @Test
  void a_server_whose_clock_goes_back_is_noticed() {
    server(1, TcpView.ACK, 100, 70).server(101, TcpView.ACK, 100, 69);
    assertThat(views().get(CLIENT_PORT)).isEqualTo(new ClientView(0, 0, 1));
  }

  @Test
  void other_servers_and_ports_are_not_looked_at() {
    reset(new FlowKey(0x0a090101, CLIENT_PORT, 0x0a096401, 81));
    reset(new FlowKey(0x0a090101, CLIENT_PORT, 0x0a090101, PORT));
    assertThat(views()).isEmpty();
  }

  private void reset(FlowKey flow) {
    segment(writer -> writer.beginOfClient(flow, 0, 1, 1, TcpView.RST, 100), 0, 1);
  }

  @Test
  void sums_add_up() {
    assertThat(ClientView.sum(List.of(new ClientView(1, 2, 3), new ClientView(10, 20, 30))))
        .isEqualTo(new ClientView(11, 22, 33));
  }
}

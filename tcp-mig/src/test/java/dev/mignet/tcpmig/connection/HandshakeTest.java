package dev.mignet.tcpmig.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.wire.CapturedPackets;
import dev.mignet.tcpmig.wire.FlowKey;
import dev.mignet.tcpmig.wire.IpView;
import dev.mignet.tcpmig.wire.TcpView;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private final Handshake handshake = new Handshake();

  @Test
  void what_both_syns_say_holds() {
    handshake.syn(view(CapturedPackets.SYN));
    assertThat(handshake.complete()).isFalse();
    handshake.synAck(view(CapturedPackets.SYN_ACK), 1_000_000);
    assertThat(handshake.complete()).isTrue();
    assertThat(handshake.clientIsn()).isEqualTo((int) 1581651646L);
    assertThat(handshake.receiveBase()).isEqualTo((int) 1581651647L);
    assertThat(handshake.unacknowledgedBase()).isEqualTo((int) 2302808967L);
    assertThat(handshake.mss()).isEqualTo(1460);
    assertThat(handshake.clientWindowScale()).isEqualTo(10);
    assertThat(handshake.serverWindowScale()).isEqualTo(10);
    assertThat(handshake.firstWindow()).isEqualTo(62); // 64240 >>> 10
    assertThat(handshake.sack()).isTrue();
    assertThat(handshake.timestamps()).isTrue();
    assertThat(handshake.clock(1_000_000)).isEqualTo((int) 2452854569L);
    assertThat(handshake.clock(1_000_250)).isEqualTo((int) 2452854819L);
  }

  @Test
  void what_one_side_leaves_out_is_off() {
    handshake.syn(view(CapturedPackets.SYN_WITH_MSS_ONLY));
    handshake.synAck(view(CapturedPackets.SYN_ACK), 0);
    assertThat(handshake.sack()).isFalse();
    assertThat(handshake.timestamps()).isFalse();
    assertThat(handshake.clientWindowScale()).isEqualTo(-1);
    handshake.syn(view(CapturedPackets.SYN));
    handshake.synAck(view(CapturedPackets.RST), 0);
    assertThat(handshake.sack()).isFalse();
    assertThat(handshake.timestamps()).isFalse();
    assertThat(handshake.clientWindowScale()).isEqualTo(-1);
    assertThat(handshake.serverWindowScale()).isEqualTo(-1);
    assertThat(handshake.firstWindow()).isEqualTo(64240);
  }

  @Test
  void an_echo_from_the_future_moves_the_clock_and_one_from_the_past_does_not() {
    handshake.syn(view(CapturedPackets.SYN));
    handshake.synAck(view(CapturedPackets.SYN_ACK), 0);
    int clock = handshake.clock(500);
    handshake.echoed(clock - 3, 500);
    assertThat(handshake.clock(500)).isEqualTo(clock);
    handshake.echoed(clock + 3, 500);
    assertThat(handshake.clock(500)).isEqualTo(clock + 3);
  }

  @Test
  void an_import_continues_the_initiator_s_numbers() {
    handshake.imported(
        new SanMessage.Syn(
            7,
            new FlowKey(),
            1000,
            1201,
            5301,
            64,
            900,
            2,
            1,
            1,
            0,
            1400,
            9,
            8,
            false,
            true,
            true,
            3),
        400);
    assertThat(handshake.complete()).isTrue();
    assertThat(handshake.clientIsn()).isEqualTo(1000);
    assertThat(handshake.receiveBase()).isEqualTo(1201);
    assertThat(handshake.unacknowledgedBase()).isEqualTo(5301);
    assertThat(handshake.clock(450)).isEqualTo(950);
    assertThat(handshake.clockOffset()).isEqualTo(500);
    assertThat(handshake.mss()).isEqualTo(1400);
    assertThat(handshake.clientWindowScale()).isEqualTo(9);
    assertThat(handshake.serverWindowScale()).isEqualTo(8);
    assertThat(handshake.ecn()).isTrue();
  }

  private static TcpView view(String packet) {
    ByteBuffer bytes = CapturedPackets.bytes(packet);
    IpView ip = new IpView();
    TcpView tcp = new TcpView();
    assertThat(ip.wrap(bytes, 0, bytes.capacity()) && tcp.wrap(bytes, ip)).isTrue();
    return tcp;
  }
}

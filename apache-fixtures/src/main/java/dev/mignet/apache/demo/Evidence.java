package dev.mignet.apache.demo;

import dev.mignet.apache.capture.CapturedMessage;
import dev.mignet.apache.capture.ClientView;
import dev.mignet.apache.capture.Frame;
import dev.mignet.tcpmig.san.SanMessage;
import dev.mignet.tcpmig.wire.IpView;
import dev.mignet.tcpmig.wire.TcpView;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.model.Interface;
import dev.mignet.topology.model.Lab;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the captures say of the connections of one client, by the client's port. */
final class Evidence {

  private final Map<Integer, String> landed = new HashMap<>();
  private final Map<Integer, List<CapturedMessage>> san = new HashMap<>();
  private final Map<Integer, ClientView> client;

  /**
   * @param endpoint the generic endpoint that the client talked to
   * @param frames of every node, by the node's name
   * @param clientNode the client's name
   */
  Evidence(Lab lab, GenericEndpoint endpoint, Map<String, List<Frame>> frames, String clientNode) {
    InetAddress address = endpoint.address();
    for (String backEnd : endpoint.backEnds()) {
      Interface onSan = interfaceOnSan(lab, endpoint, backEnd);
      InetAddress sanAddress = onSan.address().address();
      for (Frame frame : frames.getOrDefault(backEnd, List.of())) {
        if (frame.device().equals(onSan.name())) {
          CapturedMessage.of(frame, lab.name()).stream()
              .filter(
                  message -> message.source().equals(sanAddress)) // seen at both ends: count one
              .forEach(this::addMessage);
        } else {
          openedPort(frame, address).ifPresent(port -> landed.putIfAbsent(port, backEnd));
        }
      }
    }
    san.values().forEach(list -> list.sort(Comparator.comparingLong(CapturedMessage::nanos)));
    client = ClientView.of(frames.getOrDefault(clientNode, List.of()), address, endpoint.port());
  }

  private static Interface interfaceOnSan(Lab lab, GenericEndpoint endpoint, String backEnd) {
    return lab.segment(endpoint.san()).members().stream()
        .filter(member -> member.node().equals(backEnd))
        .findFirst()
        .orElseThrow();
  }

  private void addMessage(CapturedMessage captured) {
    san.computeIfAbsent(captured.message().flow().clientPort(), port -> new ArrayList<>())
        .add(captured);
  }

  /** The client's port where the frame is a SYN to the endpoint. */
  private static Optional<Integer> openedPort(Frame frame, InetAddress address) {
    return frame
        .ip()
        .filter(ip -> ip.destination().equals(address))
        .flatMap((IpView ip) -> frame.tcp(ip))
        .filter(tcp -> tcp.has(TcpView.SYN))
        .map(TcpView::sourcePort);
  }

  /** The back-end that the front-end gave the connection to; "nowhere" if none saw its SYN. */
  String landed(int clientPort) {
    return landed.getOrDefault(clientPort, "nowhere");
  }

  /** The messages about the connection on the SAN, in the order of time, such as Syn, Ack... */
  List<String> sanMessages(int clientPort) {
    return san.getOrDefault(clientPort, List.of()).stream()
        .map(captured -> captured.message().getClass().getSimpleName())
        .toList();
  }

  /** How often the connection migrated: checkpoints, for only an accepted migration has one. */
  long migrations(int clientPort) {
    return san.getOrDefault(clientPort, List.of()).stream()
        .filter(captured -> captured.message() instanceof SanMessage.Checkpoint)
        .map(captured -> captured.message().id())
        .distinct()
        .count();
  }

  /** What the client saw of its connections, summed. */
  ClientView client(Collection<Integer> clientPorts) {
    return ClientView.sum(
        clientPorts.stream().filter(client::containsKey).map(client::get).toList());
  }

  /** Whether the client's capture has every one of these connections. */
  boolean clientSaw(Collection<Integer> clientPorts) {
    return client.keySet().containsAll(clientPorts);
  }
}

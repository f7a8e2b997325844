package dev.mignet.tcpmig.daemon;

import static org.awaitility.Awaitility.await;

import com.google.gson.Gson;
import dev.mignet.nodes.control.ControlClient;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.net.Veth;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.process.ProcessLauncher;
import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.ScratchNamespaces;
import dev.mignet.tcpmig.settings.DaemonSettings;
import dev.mignet.tcpmig.settings.Endpoint;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.tcpmig.settings.Peer;
import dev.mignet.tcpmig.settings.Protocol;
import dev.mignet.tcpmig.settings.San;
import dev.mignet.tcpmig.settings.UrlRule;
import dev.mignet.tcpmig.settings.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A daemon in a process of its own, as a lab starts it, at node 1 of a cluster of two.
 *
 * <pre>
 *   [ client ] eth0 10.9.1.1 ---- 10.9.1.2 eth0 [ a: the endpoints 10.9.100.1:80 and
 *                                                  [fd00:9:100::1]:80 ]
 *                                               [ a ] san0 10.9.2.1 ---- 10.9.2.2 san0 [ b ]
 * </pre>
 *
 * <p>The IPv6 addresses are fd00:9:1:: and fd00:9:2:: with the same last digits.
 */
final class DaemonProcess {
  static final String ENDPOINT = "10.9.100.1";
  static final String ENDPOINT6 = "fd00:9:100::1";
  static final int PORT = 80;
  static final String SAN_ADDRESS = "10.9.2.1";
  static final String PEER_ADDRESS = "10.9.2.2";
  private static final String SAN_ADDRESS6 = "fd00:9:2::1";
  private static final String PEER_ADDRESS6 = "fd00:9:2::2";
  static final int SAN_PORT = 7000;
  static final String LAB = "lab";

  private final NetworkNamespace client;
  private final NetworkNamespace node;
  private final NetworkNamespace peer;
  private final Process process;
  private final Path socket;
  private final Path log;

  /**
   * Starts it; it is ready on return.
   *
   * @param folder for its files
   * @param options of its Java
   */
  DaemonProcess(ScratchNamespaces scratch, Path folder, byte[] key, List<String> options)
      throws IOException {
    client = scratch.namespace("client");
    node = scratch.namespace("a");
    peer = scratch.namespace("b");
    plug(client, "eth0", "1");
    plug(peer, "san0", "2");
    node.rtnetlink().addAddress("lo", IpPrefix.parse(ENDPOINT));
    node.rtnetlink().addAddress("lo", IpPrefix.parse(ENDPOINT6));
    socket = folder.resolve("daemon.sock");
    log = folder.resolve("log");
    Path settings = folder.resolve("settings.json");
    Path keyFile = Files.write(folder.resolve("key"), key);
    Files.writeString(
        settings,
        new Gson()
            .toJson(
                new DaemonSettings(
                    LAB,
                    "a",
                    1,
                    List.of(
                        new Endpoint("web", ENDPOINT, PORT), new Endpoint("web6", ENDPOINT6, PORT)),
                    Protocol.HTTP,
                    Variant.BACK_END,
                    List.of(),
                    new San(
                        "san0",
                        SAN_ADDRESS,
                        SAN_PORT,
                        keyFile.toString(),
                        List.of(
                            new Peer(1, "a", SAN_ADDRESS, SAN_ADDRESS6),
                            new Peer(2, "b", PEER_ADDRESS, PEER_ADDRESS6))),
                    socket.toString(),
                    null,
                    folder.resolve("journal").toString(),
                    1 << 20,
                    1000,
                    900_000,
                    List.of(new UrlRule("/class0/", 2)),
                    null,
                    Mechanism.AUTO)));
    process =
        new ProcessLauncher(node.path(), scratch.cgroup())
            .start(NodeCommand.detached(log, command(options, settings)));
    await()
        .atMost(Patience.of(Duration.ofMinutes(1)))
        .ignoreException(IOException.class)
        .until(() -> !process.isAlive() || packets() >= 0);
    if (!process.isAlive()) {
      throw new AssertionError(log());
    }
  }

  /** The client is the first in its network, a peer the second. */
  private void plug(NetworkNamespace other, String device, String network) {
    other.rtnetlink().addVeth(new Veth(new Veth.End(device, other), new Veth.End(device, node)));
    int far = other == client ? 1 : 2;
    for (String prefix : List.of("10.9." + network + ".%d/24", "fd00:9:" + network + "::%d/64")) {
      other.rtnetlink().addAddress(device, IpPrefix.parse(prefix.formatted(far)));
      node.rtnetlink().addAddress(device, IpPrefix.parse(prefix.formatted(3 - far)));
    }
    other.rtnetlink().up(device);
    node.rtnetlink().up(device);
  }

  private static List<String> command(List<String> options, Path settings) {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(options);
    command.addAll(
        List.of(
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            settings.toString()));
    return command;
  }

  NetworkNamespace client() {
    return client;
  }

  NetworkNamespace node() {
    return node;
  }

  NetworkNamespace peer() {
    return peer;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has written. */
  String log() throws IOException {
    return Files.readString(log);
  }

  ControlClient control() throws IOException {
    return ControlClient.connect(socket);
  }

  Path socket() {
    return socket;
  }

  /** Packets that it has decided on. */
  long packets() throws IOException {
    return counter("packets");
  }

  long counter(String name) throws IOException {
    try (ControlClient control = control()) {
      return control.request("counters").get(name).getAsLong();
    }
  }
}

package dev.mignet.apache.demo;

import dev.mignet.apache.files.FileSet;
import dev.mignet.apache.server.Content;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The real curl, run in a node of the lab. */
final class Curl {

  private final RunningLab lab;
  private final String node;
  private final String server;
  private final Path bodies;

  /**
   * @param server address and port of the server, such as {@code 10.9.100.1:80}
   * @param bodies a folder for what is downloaded
   */
  Curl(RunningLab lab, String node, String server, Path bodies) {
    this.lab = lab;
    this.node = node;
    this.server = server;
    this.bodies = bodies;
  }

  /** Gets files one after another by one curl, which keeps its connection open between them. */
  List<Transfer> get(List<FileSet.Entry> files) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "curl",
                "-q",
                "--silent",
                "--show-error",
                "--http1.1",
                "--noproxy",
                "*",
                "--max-time",
                "30",
                "--write-out",
                Transfer.FORMAT));
    for (int i = 0; i < files.size(); i++) {
      command.addAll(
          List.of("--output", body(i).toString(), "http://" + server + "/" + files.get(i).path()));
    }
    Process process = lab.start(node, NodeCommand.piped(command));
    process.getOutputStream().close();
    String output = text(process.getInputStream().readAllBytes());
    String errors = text(process.getErrorStream().readAllBytes());
    int exit = process.waitFor();
    List<String> lines = output.lines().toList();
    if (exit != 0 || lines.size() != files.size()) {
      throw new LabException("curl ended with " + exit + ": " + errors.strip());
    }
    List<Transfer> transfers = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      transfers.add(Transfer.parse(lines.get(i), sha256(i).equals(sha256(files.get(i)))));
    }
    return transfers;
  }

  Transfer get(FileSet.Entry file) throws IOException, InterruptedException {
    return get(List.of(file)).get(0);
  }

  /** Of what the last call downloaded, the nth file. */
  private String sha256(int n) throws IOException {
    return sha256(Files.readAllBytes(body(n)));
  }

  /** Of a file as it is on the servers. */
  static String sha256(FileSet.Entry file) {
    return sha256(Content.FILES.content(file));
  }

  private Path body(int n) {
    return bodies.resolve("body-" + n);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

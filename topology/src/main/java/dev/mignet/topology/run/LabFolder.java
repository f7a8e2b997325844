package dev.mignet.topology.run;

import dev.mignet.topology.model.Node;
import dev.mignet.topology.plan.DaemonPlan;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a lab keeps its files: {@code /run/mignet/LAB}. */
record LabFolder(String lab) {

  /** The folder above all labs' folders; exists while there is a lab. */
  static final Path ROOT = Path.of("/run/mignet");

  Path path() {
    return ROOT.resolve(lab);
  }

  Path state() {
    return path().resolve("state.json");
  }

  /** What steps have changed of the state since it was written as a whole. */
  Path changes(int number) {
    return path().resolve("state." + number + ".changes");
  }

  /** Locked by the process that brings the lab up, for as long as it does. */
  Path lock() {
    return path().resolve("up.lock");
  }

  /** How long what is started in the lab may take. */
  Path timeout() {
    return path().resolve("timeout");
  }

  /** What the kernel had counted when the lab came up. */
  Path counters() {
    return path().resolve("counters.json");
  }

  /** A copy of the topology that the lab was made from. */
  Path topology() {
    return path().resolve("lab.yaml");
  }

  /** A copy of the topology that it is being changed to. */
  Path nextTopology() {
    return path().resolve("next.yaml");
  }

  /** What commands have made of the links since the lab came up. */
  Path links() {
    return path().resolve("links.json");
  }

  /** Locked by the process that changes them. */
  Path linksLock() {
    return path().resolve("links.lock");
  }

  /** Where the process that impairs links has its files. */
  Path linkEngine() {
    return path().resolve("link-engine");
  }

  /** The key that the daemons share. */
  Path key() {
    return path().resolve("san.key");
  }

  private Path nodes() {
    return path().resolve("nodes");
  }

  /** Of a node; {@link #createFor} makes it when there is something to put in. */
  Path node(String node) {
    return nodes().resolve(node);
  }

  /**
   * Makes it, and so claims the lab's name.
   *
   * @throws FileAlreadyExistsException where the lab is there already
   */
  void create() throws IOException {
    Files.createDirectory(path());
    Files.createDirectory(nodes());
  }

  /**
   * Makes a node's folder and what is in it from the beginning, if it is not there. Whoever starts
   * a process at the node calls this first: many nodes have none, and folders cost more than all
   * the rest of a node where {@code /run} is on a disk.
   *
   * @throws NoSuchFileException where the lab has gone meanwhile
   */
  void createFor(String node) throws IOException {
    for (Path wanted : List.of(node(node), logs(node), files(node))) {
      if (!Files.isDirectory(wanted)) {
        try {
          Files.createDirectory(wanted);
        } catch (FileAlreadyExistsException e) {
          // whoever starts another process of the node was quicker
        }
      }
    }
  }

  private Path logs(String node) {
    return node(node).resolve("log");
  }

  Path log(String node, String process) {
    return logs(node).resolve(process + ".log");
  }

  /** What a back-end's daemon tells of migrations, as lines of JSON. */
  Path events(String node) {
    return logs(node).resolve("events.jsonl");
  }

  Path service(String node, String name) {
    return node(node).resolve(name);
  }

  /** Where the node's {@code files} are, and its services and commands start. */
  Path files(String node) {
    return node(node).resolve("files");
  }

  /** What all processes of a node have in their environment. */
  Map<String, String> environment(Node node) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("MIGNET_FILES", files(node.name()).toString());
    environment.putAll(node.environment());
    return environment;
  }

  /** The process id of a daemon that was started again since the state was saved. */
  Path daemonPid(String node) {
    return node(node).resolve("daemon.pid");
  }

  Path daemonSettings(String node) {
    return node(node).resolve("daemon.json");
  }

  /** Where a node's daemon has its files. */
  DaemonPlan.Paths daemonPaths(String node) {
    return new DaemonPlan.Paths(
        controlSocket(node).toString(),
        events(node).toString(),
        node(node).resolve("daemon.journal").toString(),
        key().toString());
  }

  Path controlSocket(String node) {
    return node(node).resolve("daemon.sock");
  }
}

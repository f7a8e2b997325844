package dev.mignet.topology.run;

import java.nio.file.Path;

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

  /** Locked by the process that brings the lab up, for as long as it does. */
  Path lock() {
    return path().resolve("up.lock");
  }

  /** A copy of the topology that the lab was made from. */
  Path topology() {
    return path().resolve("lab.yaml");
  }

  Path node(String node) {
    return path().resolve("nodes").resolve(node);
  }

  Path log(String node, String process) {
    return node(node).resolve("log").resolve(process + ".log");
  }

  Path service(String node, String name) {
    return node(node).resolve(name);
  }

  Path daemonSettings(String node) {
    return node(node).resolve("daemon.json");
  }

  Path controlSocket(String node) {
    return node(node).resolve("daemon.sock");
  }
}

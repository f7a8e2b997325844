package dev.mignet.apache.demo;

import dev.mignet.topology.model.Node;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Keeps the logs of a lab that is about to go. */
final class LabLogs {

  private LabLogs() {}

  /** Copies every {@code *.log} of every node to {@code FOLDER/NODE/}. */
  static void copy(RunningLab lab, Path folder) throws IOException {
    for (Node node : lab.lab().nodes()) {
      Path of = lab.folder(node.name());
      if (!Files.exists(of)) {
        continue; // no process was ever started there
      }
      try (Stream<Path> files = Files.walk(of)) {
        for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
          Path to = Files.createDirectories(folder.resolve(node.name()));
          Files.copy(log, to.resolve(log.getFileName()));
        }
      }
    }
  }
}

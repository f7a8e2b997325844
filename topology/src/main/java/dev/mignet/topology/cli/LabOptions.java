package dev.mignet.topology.cli;

import dev.mignet.topology.doctor.Doctor;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LabState.NodeState;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.RunningLab;
import dev.mignet.topology.yaml.Names;
import dev.mignet.topology.yaml.TopologyReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which lab a command is about. */
public final class LabOptions {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Option(
      names = {"-t", "--topology"},
      paramLabel = "FILE",
      description = "The topology's file; default: the one *.mignet.yaml in this folder.")
  private @Nullable Path topology;

  @Option(
      names = "--lab",
      paramLabel = "NAME",
      description = {
        "A lab by its name; default: that of the topology, or the only one that is up.",
        "With a topology: the lab has this name in place of the topology's own, so that one file"
            + " gives several labs."
      })
  private @Nullable String lab;

  /** The topology file: what {@code -t} says, or the only one in this folder. */
  Path topologyFile() {
    if (topology != null) {
      return topology;
    }
    List<Path> here = topologiesHere();
    if (here.size() == 1) {
      return here.get(0);
    }
    throw new ParameterException(
        command.commandLine(),
        here.isEmpty()
            ? "no *.mignet.yaml in this folder; name a topology by -t FILE"
            : "more than one *.mignet.yaml in this folder; choose by -t FILE");
  }

  private static List<Path> topologiesHere() {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      return files.filter(file -> file.toString().endsWith(".mignet.yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The topology, under the name that {@code --lab} gives it. */
  Lab topology(LocalLabs labs) {
    Optional<String> name = givenName();
    Lab read = labs.read(topologyFile());
    return name.map(read::named).orElse(read);
  }

  /** What {@code --lab} says; it becomes a part of paths, so nothing but a name will do. */
  private Optional<String> givenName() {
    Optional<String> name = Optional.ofNullable(lab);
    name.flatMap(Names::problemOf)
        .ifPresent(
            problem -> {
              throw usage("--lab: " + problem);
            });
    return name;
  }

  /** The name of the lab, up or not; empty where nothing tells which one is meant. */
  Optional<String> nameIfTold(LocalLabs labs) {
    Optional<String> given = givenName();
    if (given.isEmpty() && (topology != null || topologiesHere().size() == 1)) {
      Path file = topologyFile();
      return Optional.of(TopologyReader.nameIn(file).orElseGet(() -> labs.read(file).name()));
    }
    return given;
  }

  /** The name of the lab, up or not. */
  String name(LocalLabs labs) {
    return nameIfTold(labs)
        .orElseGet(
            () -> {
              Set<String> running = Labs.names();
              if (running.size() == 1) {
                return running.iterator().next();
              }
              throw new ParameterException(
                  command.commandLine(),
                  running.isEmpty()
                      ? "no lab is up; name a topology by -t FILE"
                      : "which lab? choose by --lab NAME: " + String.join(", ", running));
            });
  }

  /** The lab's state; {@link LabException} where it is not up. */
  LabState state(LocalLabs labs) {
    return Labs.requireUp(name(labs));
  }

  /** The lab, which is up; {@link LabException} where it is not. */
  public RunningLab running(LocalLabs labs) {
    return labs.running(name(labs));
  }

  /** What the lab is made of: that of {@code --lab}, which is up, else the topology's. */
  Lab description(LocalLabs labs) {
    return givenName().map(name -> labs.running(name).lab()).orElseGet(() -> topology(labs));
  }

  /** A node of a lab that is up; wrong usage where there is none of that name. */
  NodeState node(LabState state, String name) {
    return state.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "no node named \""
                        + name
                        + "\" in lab "
                        + state.lab()
                        + ": "
                        + String.join(", ", state.nodes().stream().map(NodeState::name).toList())));
  }

  /** Throws where this process is not root. */
  public void requireRoot() {
    if (!Doctor.isRoot()) {
      throw new NeedsRootException(command.name());
    }
  }

  /** Where the command prints. */
  public PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Where the command tells how it gets on. */
  PrintWriter err() {
    return command.commandLine().getErr();
  }

  /** Wrong usage of the command. */
  public ParameterException usage(String message) {
    CommandLine line = command.commandLine();
    return new ParameterException(line, message);
  }
}

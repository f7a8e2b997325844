package dev.mignet.topology.look;

import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LabState.NodeState;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.run.Labs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The processes of a lab, by the cgroups of its nodes: nothing that was started there escapes. */
public final class NodeProcesses {

  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
  private static final int KIB = 1024;

  private NodeProcesses() {}

  /**
   * A process.
   *
   * @param pid as the machine sees it
   * @param service what of the lab it is, or a child of; empty for what was started later
   * @param cpuMillis of processor time so far
   * @param residentBytes of memory, pages shared with others included
   * @param command with its arguments
   */
  public record NodeProcess(
      String node, long pid, String service, long cpuMillis, long residentBytes, String command) {}

  /** Every process, node by node in the order of the file, then by id. */
  public static List<NodeProcess> of(LabState lab) {
    return lab.nodes().stream()
        .flatMap(
            node ->
                Labs.processes(lab.lab(), node.name()).stream()
                    .sorted()
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .map(handle -> read(lab, node, handle)))
        .toList();
  }

  private static NodeProcess read(LabState lab, NodeState node, ProcessHandle process) {
    Path folder = Path.of("/proc", Long.toString(process.pid()));
    Matcher resident = RESIDENT.matcher(text(folder.resolve("status")));
    String command = text(folder.resolve("cmdline")).replace('\0', ' ').strip();
    return new NodeProcess(
        node.name(),
        process.pid(),
        service(lab, node, process),
        process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L),
        resident.find() ? Long.parseLong(resident.group(1)) * KIB : 0,
        command.isEmpty() ? '[' + text(folder.resolve("comm")).strip() + ']' : command);
  }

  private static String service(LabState lab, NodeState node, ProcessHandle process) {
    Optional<ProcessHandle> one = Optional.of(process);
    while (one.isPresent()) {
      long pid = one.get().pid();
      Optional<ProcessState> known =
          lab.processes().stream()
              .filter(p -> p.node().equals(node.name()) && p.pid() == pid)
              .findFirst();
      if (known.isPresent()) {
        return known.get().name();
      }
      one = one.get().parent();
    }
    return "";
  }

  /** Empty where the process has just ended. */
  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}

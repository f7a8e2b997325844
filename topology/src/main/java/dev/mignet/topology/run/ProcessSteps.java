package dev.mignet.topology.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.mignet.nodes.control.ControlClient;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.process.Cgroup;
import dev.mignet.nodes.process.JavaCommand;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.process.ProcessLauncher;
import dev.mignet.tcpmig.settings.San;
import dev.mignet.topology.model.Lab;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.model.Service;
import dev.mignet.topology.model.Words;
import dev.mignet.topology.plan.Action;
import dev.mignet.topology.plan.DaemonPlan;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.ServiceContext;
import dev.mignet.topology.spi.ServiceKind;
import dev.mignet.topology.yaml.DurationText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The steps that start a lab's processes and wait until they answer. */
final class ProcessSteps {

  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration COMMAND_PAUSE = Duration.ofMillis(100);

  /**
   * A daemon's way of a packet is short, and is to be compiled well after some hundreds of packets.
   * The compiler's threads are there from the start, so that the daemon can have them wait for
   * packets.
   */
  private static final List<String> DAEMON_OPTIONS =
      List.of(
          "-Xmx128m",
          "-XX:Tier4InvocationThreshold=800",
          "-XX:Tier4MinInvocationThreshold=200",
          "-XX:Tier4CompileThreshold=2000",
          "-XX:-UseDynamicNumberOfCompilerThreads");

  private static final String DAEMON_CLASS = "dev.mignet.tcpmig.daemon.Main";
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private final Lab lab;
  private final LabFolder folder;
  private final Map<String, ServiceKind> kinds;

  ProcessSteps(Lab lab, LabFolder folder, Map<String, ServiceKind> kinds) {
    this.lab = lab;
    this.folder = folder;
    this.kinds = Map.copyOf(kinds);
  }

  ProcessState startService(String nodeName, Service service, NetworkNamespace namespace)
      throws IOException, InterruptedException {
    ServiceKind kind = kinds.get(service.kind());
    if (kind == null) {
      throw new LabException("no service named \"" + service.kind() + '"');
    }
    folder.createFor(nodeName);
    Node node = lab.node(nodeName);
    Timeout timeout = Timeout.kept(folder);
    ServiceContext context =
        new ServiceContext(
            lab.name(),
            nodeName,
            folder.path(),
            folder.service(nodeName, service.name()),
            lab.endpointsOf(nodeName),
            folder.environment(node),
            service.options(),
            timeout.answer());
    Files.createDirectories(context.folder());
    DiskSteps.prepare(node, context.folder(), () -> kind.prepare(context));
    Path output = folder.log(nodeName, service.name());
    Process process = start(service.name(), node, cgroup(node), output, kind.command(context));
    List<Path> logs = new ArrayList<>(kind.logs(context));
    logs.add(output);
    Optional<List<String>> asks = kind.readinessCommand(context);
    Path answers = folder.log(nodeName, service.name() + ".ready");
    new Readiness(
            asks.isPresent()
                ? new ReadinessCommand(
                    launcher(node, cgroup(node)),
                    detached(node, answers, asks.get()),
                    answers,
                    timeout.ofMoment())
                : () -> namespace.call(() -> kind.isReady(context)),
            asks.isPresent() ? COMMAND_PAUSE : PAUSE,
            kind.startLimit(context),
            kind.settleTime(context))
        .await(service.name(), process, asks.isPresent() ? with(logs, answers) : logs);
    return state(nodeName, service.name(), process, logs);
  }

  private static List<Path> with(List<Path> logs, Path further) {
    return Stream.concat(logs.stream(), Stream.of(further)).toList();
  }

  /** Runs the commands one after the other; {@link LabException} where one does not end with 0. */
  void runCommands(Action.RunCommands step) throws IOException, InterruptedException {
    folder.createFor(step.node());
    Node node = lab.node(step.node());
    Path log = folder.log(step.node(), LabState.COMMANDS);
    Duration limit = Timeout.kept(folder).ofCommand();
    for (List<String> command : step.commands()) {
      String text = Words.join(command);
      Files.writeString(
          log, "$ " + text + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      Process process = start(LabState.COMMANDS, node, cgroup(node), log, command);
      try {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
          throw failed(text, "still runs after " + DurationText.text(limit), log);
        } else if (process.exitValue() != 0) {
          throw failed(text, "ended with exit code " + process.exitValue(), log);
        }
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static LabException failed(String command, String how, Path log) {
    return new LabException('"' + command + "\" " + how + LogTail.of(List.of(log)));
  }

  ProcessState startDaemon(String nodeName) throws IOException, InterruptedException {
    folder.createFor(nodeName);
    Files.deleteIfExists(folder.daemonPid(nodeName));
    Path socket = folder.controlSocket(nodeName);
    PrivateFile.writeOnce(folder.key(), ProcessSteps::newKey);
    Path settings = writeSettings(nodeName);
    List<Path> logs = List.of(folder.log(nodeName, LabState.DAEMON));
    Node node = lab.node(nodeName);
    Cgroup cgroup = LabNames.cgroupOfDaemon(lab.name(), node);
    cgroup.create();
    Process process =
        start(
            LabState.DAEMON,
            node,
            cgroup,
            logs.get(0),
            JavaCommand.of(DAEMON_CLASS, DAEMON_OPTIONS, List.of(settings.toString())));
    new Readiness(
            () -> Files.exists(socket) && answers(socket),
            PAUSE,
            Timeout.kept(folder).answer(),
            Duration.ZERO)
        .await(LabState.DAEMON, process, logs);
    return state(nodeName, LabState.DAEMON, process, logs);
  }

  private static byte[] newKey() {
    byte[] key = new byte[San.KEY_LENGTH];
    new SecureRandom().nextBytes(key);
    return key;
  }

  /** Has a daemon that runs follow the lab's policy from its next request on. */
  void tellPolicy(String nodeName) throws IOException {
    writeSettings(nodeName);
    request(folder.controlSocket(nodeName), "reload");
  }

  private Path writeSettings(String nodeName) {
    Path settings = folder.daemonSettings(nodeName);
    PrivateFile.write(
        settings,
        GSON.toJson(DaemonPlan.settings(lab, nodeName, folder.daemonPaths(nodeName))) + '\n');
    return settings;
  }

  private static boolean answers(Path socket) throws IOException {
    request(socket, "ping");
    return true;
  }

  private static void request(Path socket, String command) throws IOException {
    try (ControlClient client = ControlClient.connect(socket)) {
      client.request(command);
    }
  }

  private Cgroup cgroup(Node node) {
    return LabNames.nodeCgroup(lab.name(), node.name());
  }

  private Process start(String name, Node node, Cgroup cgroup, Path log, List<String> command)
      throws IOException {
    NodeCommand detached = detached(node, log, command);
    Map<String, String> environment = new HashMap<>(detached.environment());
    environment.put(ServiceProcesses.MARK, name);
    return launcher(node, cgroup).start(detached.withEnvironment(environment));
  }

  private NodeCommand detached(Node node, Path log, List<String> command) {
    return NodeCommand.detached(log, command)
        .withEnvironment(folder.environment(node))
        .withDirectory(folder.files(node.name()));
  }

  private ProcessLauncher launcher(Node node, Cgroup cgroup) {
    return new ProcessLauncher(
        NetworkNamespace.path(LabNames.nodeNamespace(lab.name(), node.name())), cgroup);
  }

  private static ProcessState state(String node, String name, Process process, List<Path> logs) {
    return new ProcessState(node, name, process.pid(), logs.stream().map(Path::toString).toList());
  }
}

package dev.mignet.apache.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import dev.mignet.apache.command.QuietNetwork;
import dev.mignet.nodes.control.ControlClient;
import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.Syscalls;
import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.process.CgroupHierarchy;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.process.ProcessLauncher;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.run.KeeperProcess;
import dev.mignet.topology.run.Labs;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.Progress;
import dev.mignet.topology.spi.RunningLab;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One lab for a test class, or one after the other for a class {@link WithEachMechanism}, under a
 * name that no other run uses; gone after the class whatever happened, and checked to be gone.
 */
final class TestLab
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeClassTemplateInvocationCallback,
        AfterClassTemplateInvocationCallback {
  /** Signals of signal(7). */
  static final int SIGKILL = 9;

  static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;

  /** What the command lines of a node's processes contain. */
  static final String DAEMON = "dev.mignet.tcpmig.daemon.Main";

  static final String APACHE = "httpd.conf";

  private static final String PORT = "    port: 80\n";
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final String name =
      "e2e"
          + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX)
          + "-"
          + COUNTER.incrementAndGet();
  private final String topology;
  private final boolean quiet;
  private Preparation preparation = () -> {};
  private Mechanism mechanism = Mechanism.AUTO;
  private @Nullable RunningLab lab;

  /**
   * A lab of that topology, whose name is left out, as is the mechanism of its endpoints; its
   * network is a {@link QuietNetwork}.
   */
  TestLab(String topology) {
    this(topology, true);
  }

  private TestLab(String topology, boolean quiet) {
    this.topology = topology;
    this.quiet = quiet;
  }

  /** One whose kernels send again as soon as they do by themselves. */
  static TestLab withLosses(String topology) {
    return new TestLab(topology, false);
  }

  /** What a class has done in its lab before the first test. */
  interface Preparation {
    void run() throws Exception;
  }

  /** Has that done whenever the lab has come up: {@code @BeforeAll} comes once, before all labs. */
  TestLab prepared(Preparation newPreparation) {
    preparation = newPreparation;
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    if (!WithEachMechanism.Provider.isFor(context)) {
      up(UnchosenMechanism.get());
    }
  }

  @Override
  public void beforeClassTemplateInvocation(ExtensionContext context) throws Exception {
    up(WithEachMechanism.Provider.mechanism(context));
  }

  private void up(Mechanism newMechanism) throws Exception {
    mechanism = newMechanism;
    LocalLabs labs = new LocalLabs();
    Path file = file(topology);
    try {
      lab = labs.up(labs.read(file), file, Progress.SILENT);
      checkMechanism();
      if (quiet) {
        QuietNetwork.of(name);
      }
    } finally {
      Files.delete(file);
    }
    preparation.run();
  }

  private Path file(String text) throws IOException {
    Path file = Files.createTempFile("mignet-", ".mignet.yaml");
    assertThat(text).contains(PORT);
    String whole = text.replace(PORT, PORT + "    mechanism: " + mechanism.text() + "\n");
    return Files.writeString(file, "name: " + name + "\n" + whole);
  }

  private void checkMechanism() {
    if (mechanism == Mechanism.AUTO) {
      return;
    }
    for (String backEnd : running().lab().endpoints().get(0).backEnds()) {
      assertThat(Mechanism.file(running().controlSocket(backEnd)))
          .as("mechanism of %s", backEnd)
          .hasContent(mechanism.text());
    }
  }

  /** Whether its daemons have taken the mechanism by which conntrack translates. */
  boolean translates() throws IOException {
    String backEnd = running().lab().endpoints().get(0).backEnds().get(0);
    Path taken = Mechanism.file(running().controlSocket(backEnd));
    return Files.readString(taken).equals(Mechanism.TRANSLATION.text());
  }

  /** Has the lab be what another topology says; how many steps that took. */
  int change(String other) throws IOException {
    LocalLabs labs = new LocalLabs();
    Path file = file(other);
    try {
      return labs.change(labs.read(file), file, Progress.SILENT);
    } finally {
      Files.delete(file);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (!WithEachMechanism.Provider.isFor(context)) {
      down();
    }
  }

  @Override
  public void afterClassTemplateInvocation(ExtensionContext context) throws IOException {
    down();
  }

  private void down() throws IOException {
    new LocalLabs().down(name);
    assertThat(NamespaceFiles.list("mignet-" + name + ".")).as("namespaces").isEmpty();
    assertThat(CgroupHierarchy.probe().group("mignet/" + name).exists()).as("cgroup").isFalse();
    assertThat(Path.of("/run/mignet", name)).doesNotExist();
  }

  RunningLab running() {
    return Objects.requireNonNull(lab, "the lab is not up");
  }

  /** The generic endpoint. */
  InetSocketAddress server() {
    GenericEndpoint endpoint = running().lab().endpoints().get(0);
    return new InetSocketAddress(endpoint.address(), endpoint.port());
  }

  /** The address of a node's interface. */
  String address(String node, String device) {
    return running().lab().attachmentsOf(node).stream()
        .map(attachment -> attachment.member())
        .filter(member -> member.name().equals(device))
        .findFirst()
        .orElseThrow()
        .address()
        .address()
        .getHostAddress();
  }

  /** Runs code in the client's namespace. */
  <T> T atClient(Callable<T> code) throws Exception {
    return running().inside("client", code);
  }

  /** Asks a node's daemon. */
  JsonObject ask(String node, JsonObject request) throws IOException {
    try (ControlClient control = ControlClient.connect(running().controlSocket(node))) {
      return control.request(request);
    }
  }

  /** A counter of a node's daemon. */
  long counter(String node, String counter) throws IOException {
    JsonObject request = new JsonObject();
    request.addProperty("command", "counters");
    return ask(node, request).get(counter).getAsLong();
  }

  /** Migrations of all back-ends so far. */
  long migrations() throws IOException {
    long count = 0;
    for (String node : running().lab().endpoints().get(0).backEnds()) {
      count += counter(node, "migrations_done");
    }
    return count;
  }

  /** Migrations that were given up, as they are where the machine is too busy. */
  long givenUp() throws IOException {
    long count = 0;
    for (String node : running().lab().endpoints().get(0).backEnds()) {
      count += counter(node, "not_quiescent") + counter(node, "timed_out");
    }
    return count;
  }

  /** A file that a node's Apache writes: {@code access.log} or {@code error.log}. */
  String apacheLog(String node, String file) throws IOException {
    return Files.readString(running().folder(node).resolve("apache").resolve(file));
  }

  /** Runs a shell script at a node, which must end with 0; what it printed. */
  String sh(String node, String script) throws IOException, InterruptedException {
    Process process =
        running().start(node, NodeCommand.piped(List.of("sh", "-ec", "exec 2>&1\n" + script)));
    process.getOutputStream().close();
    String said;
    try (InputStream output = process.getInputStream()) {
      said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(process.waitFor()).as(script + "\n" + said).isZero();
    return said;
  }

  /** Has a node's Apache run a script as {@code /cgi-bin/NAME}. */
  void installScript(String node, String name, String text) throws IOException {
    Path script = running().folder(node).resolve("apache/cgi-bin").resolve(name);
    Files.writeString(script, text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Sends a signal to those processes of a node whose command line contains the text. */
  void signal(int signal, String node, String text) throws IOException {
    List<Long> pids = processes(node, text);
    assertThat(pids).as("processes of " + node + " with " + text).isNotEmpty();
    for (long pid : pids) {
      KernelException.check(
          "kill", Long.toString(pid), Syscalls.kill(Math.toIntExact(pid), signal));
    }
  }

  /** Ends what starts daemons again: one that is dead stays so. */
  void leaveDaemonsDead() {
    KeeperProcess.stop(name);
  }

  /** What was killed, to be started again as it was. */
  record Killed(String node, List<String> command, Map<String, String> environment) {}

  /** Kills a node's daemon; gone on return. Somebody may start it again. */
  Killed killDaemon(String node) throws IOException {
    return kill(node, DAEMON);
  }

  /** Kills a node's Apache; gone on return. */
  Killed killApache(String node) throws IOException {
    return kill(node, APACHE);
  }

  private Killed kill(String node, String text) throws IOException {
    List<Long> pids = processes(node, text);
    assertThat(pids).as("processes of " + node + " with " + text).isNotEmpty();
    Path process = Path.of("/proc", Long.toString(pids.stream().sorted().toList().get(0)));
    List<String> command = words(process.resolve("cmdline"));
    Map<String, String> environment =
        words(process.resolve("environ")).stream()
            .map(variable -> variable.split("=", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    // Again and again: what is killed process by process forks meanwhile.
    for (List<Long> left = pids; !left.isEmpty(); left = processes(node, text)) {
      for (long pid : left) {
        Syscalls.kill(Math.toIntExact(pid), SIGKILL);
      }
    }
    await().until(() -> pids.stream().allMatch(pid -> ProcessHandle.of(pid).isEmpty()));
    return new Killed(node, command, environment);
  }

  /** Strings that end with zeros (proc(5)). */
  private static List<String> words(Path file) throws IOException {
    return Arrays.stream(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0", -1))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Starts again what was killed; it may not be ready on return. */
  void restart(Killed killed) throws IOException {
    Path namespace = NetworkNamespace.path("mignet-" + name + "." + killed.node());
    Path log = running().folder(killed.node()).resolve("restarted.log");
    new ProcessLauncher(
            namespace, CgroupHierarchy.probe().group("mignet/" + name + "/" + killed.node()))
        .start(NodeCommand.detached(log, killed.command()).withEnvironment(killed.environment()));
  }

  /** Stops those processes of a node as {@link #signal} finds them, and waits until they stand. */
  void freeze(String node, String text) throws IOException {
    signal(SIGSTOP, node, text);
    await().until(() -> stand(processes(node, text)));
  }

  private static boolean stand(List<Long> pids) throws IOException {
    for (long pid : pids) {
      try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
        for (Path task : tasks.toList()) {
          String stat = Files.readString(task.resolve("stat"));
          if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') { // proc(5): pid (name) state
            return false;
          }
        }
      }
    }
    return true;
  }

  /** The processes of a node whose command line contains the text. */
  List<Long> processes(String node, String text) {
    return Labs.processes(name, node).stream()
        .filter(pid -> commandLine(pid).contains(text))
        .toList();
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // gone meanwhile
    }
  }
}

package dev.mignet.topology.cli;

import dev.mignet.topology.capture.Capture;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LocalLabs;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mignet capture}. */
@Command(
    name = "capture",
    description = {
      "Capture packets of interfaces, of one or several nodes, into one pcapng, by dumpcap; until"
          + " Ctrl-C, or the end of the lab.",
      "In the capture an interface is called NODE:INTERFACE. Packets of different nodes may be out"
          + " of order by a moment; reordercap sorts a file.",
      "Live: mignet capture -w - a:eth0 b:eth0 | wireshark -k -i -"
    })
final class CaptureCommand implements Callable<Integer> {

  private static final int PATIENCE_SECONDS = 10;
  private static final String STANDARD_OUTPUT = "-";

  private final LocalLabs labs;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final LabOptions options = new LabOptions();

  @Option(
      names = {"-w", "--write"},
      paramLabel = "FILE",
      description =
          "The file to write, \"-\" for standard output; default: LAB-TIME.pcapng in this folder.")
  private @Nullable String file;

  @Parameters(
      index = "0..*",
      arity = "1..*",
      paramLabel = "NODE:INTERFACE",
      description = "An interface of a node, such as client:eth0 or a:lo.")
  private List<String> references = new ArrayList<>();

  CaptureCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.requireRoot();
    LabState state = options.state(labs);
    Map<String, List<String>> interfaces = interfaces(state);
    String target = file == null ? state.lab() + '-' + now() + ".pcapng" : file;
    if (target.equals(STANDARD_OUTPUT) && isTerminal(Path.of("/proc/self/fd/1"))) {
      throw options.usage("\"-w -\" into a terminal; into wireshark: | wireshark -k -i -");
    }
    Capture capture = Capture.start(labs.running(state.lab()), interfaces);
    PrintWriter err = command.commandLine().getErr();
    err.println("capturing into " + (target.equals(STANDARD_OUTPUT) ? "standard output" : target));
    err.flush();
    copy(capture, target);
    return ExitCode.DONE;
  }

  private static boolean isTerminal(Path descriptor) throws IOException {
    String target = Files.readSymbolicLink(descriptor).toString();
    return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
  }

  private static String now() {
    return LocalDateTime.now(ZoneId.systemDefault())
        .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
  }

  private Map<String, List<String>> interfaces(LabState state) {
    Map<String, List<String>> interfaces = new LinkedHashMap<>();
    for (String reference : references.stream().distinct().toList()) {
      int colon = reference.indexOf(':');
      if (colon < 1 || colon == reference.length() - 1) {
        throw options.usage("\"" + reference + "\" is no NODE:INTERFACE");
      }
      String node = options.node(state, reference.substring(0, colon)).name();
      interfaces
          .computeIfAbsent(node, key -> new ArrayList<>())
          .add(reference.substring(colon + 1));
    }
    return interfaces;
  }

  /** When the user stops this process, what has been captured is still written. */
  private static void copy(Capture capture, String target)
      throws IOException, InterruptedException {
    CountDownLatch copied = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(capture, copied), "capture"));
    try (OutputStream out =
        target.equals(STANDARD_OUTPUT)
            ? new FileOutputStream(FileDescriptor.out)
            : Files.newOutputStream(Path.of(target))) {
      capture.copyTo(out);
    } finally {
      copied.countDown();
    }
  }

  private static void stop(Capture capture, CountDownLatch copied) {
    capture.stop();
    try {
      if (!copied.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("mignet: the capture did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

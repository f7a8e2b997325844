package dev.mignet.tcpmig.daemon;

import dev.mignet.nodes.control.ControlServer;
import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.net.Rtnetlink;
import dev.mignet.tcpmig.kernel.ForwardRoutes;
import dev.mignet.tcpmig.kernel.ImposedIsn;
import dev.mignet.tcpmig.kernel.Injector;
import dev.mignet.tcpmig.kernel.NetfilterRules;
import dev.mignet.tcpmig.metrics.EventLog;
import dev.mignet.tcpmig.policy.RulePolicy;
import dev.mignet.tcpmig.san.SanSeal;
import dev.mignet.tcpmig.settings.DaemonSettings;
import dev.mignet.tcpmig.settings.Mechanism;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's process: {@code Main SETTINGS.json}, started inside the node's namespace. It is
 * ready when its control socket answers.
 */
public final class Main {
  /** Bytes of the event log, before it is put aside. */
  private static final long EVENT_LOG_LIMIT = 8 << 20;

  private Main() {}

  /** Exit codes: 0 stopped by a signal, 1 failed, 2 usage. */
  public static void main(String[] args) {
    if (args.length != 1) {
      System.err.println("usage: Main SETTINGS.json");
      System.exit(2);
    }
    try {
      run(Path.of(args[0]));
    } catch (IOException | RuntimeException e) {
      System.err.println("migration daemon: " + e);
      e.printStackTrace();
      System.exit(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("try") // resources that only have to live
  private static void run(Path file) throws IOException, InterruptedException {
    DaemonSettings settings = DaemonSettings.read(file);
    RulePolicy policy = new RulePolicy(settings.policy(), settings.idle());
    Journal journal = Journal.open(Path.of(settings.journal()), settings.san().peers().hashCode());
    SanSeal seal = new SanSeal(settings.san().readKey());
    try (Injector injector = new Injector()) {
      prepareKernel(settings.families());
      try (ImposedIsn program = program(settings.mechanism());
          Rtnetlink net = Rtnetlink.open()) {
        net.up(Injector.DEVICE);
        for (IpFamily family : settings.families()) {
          ForwardRoutes.apply(family, settings.san(), settings.number(), settings.frontEnds());
        }
        try (EventLog events = events(settings);
            PacketLoop loop =
                new PacketLoop(settings, seal, journal, policy, injector, program, events)) {
          // The queues are open before the first rule sends packets to them.
          for (IpFamily family : settings.families()) {
            NetfilterRules.apply(family, settings, loop.mechanism(), loop.silent());
          }
          Files.writeString(
              Mechanism.file(Path.of(settings.controlSocket())), loop.mechanism().text());
          ControlCommands commands = new ControlCommands(file, settings, policy, loop);
          try (ControlServer control =
              ControlServer.start(Path.of(settings.controlSocket()), commands::answer)) {
            stopOnSignal(loop);
            CompilerThreads.yieldToPackets();
            System.err.println(
                "migration daemon of " + settings.node() + " is ready: " + loop.mechanism().text());
            loop.run();
          }
        }
      }
    }
  }

  /** The program; null where conntrack is to translate. */
  private static @Nullable ImposedIsn program(Mechanism mechanism) throws IOException {
    if (mechanism == Mechanism.TRANSLATION) {
      return null;
    }
    try {
      return ImposedIsn.attach(Injector.DEVICE);
    } catch (IOException e) {
      if (mechanism == Mechanism.IMPOSED_ISN) {
        throw e;
      }
      System.err.println("migration daemon: conntrack translates, for " + e.getMessage());
      return null;
    }
  }

  private static @Nullable EventLog events(DaemonSettings settings) {
    String file = settings.eventLog();
    return file == null ? null : new EventLog(Path.of(file), EVENT_LOG_LIMIT);
  }

  /** What the mechanism needs of the namespace's sysctls (the reasons stand beside each). */
  private static void prepareKernel(Set<IpFamily> families) throws IOException {
    write(
        Map.of(
            "ipv4/tcp_syncookies",
            "1", // the kernel function makes its sockets the way of SYN cookies
            "ipv4/conf/all/rp_filter",
            "0", // the client's address comes in by the TUN device and by the SAN
            "ipv4/conf/" + Injector.DEVICE + "/rp_filter",
            "0",
            "ipv4/tcp_early_demux",
            "0", // it looks for a socket before the mark is looked at: the one that is given up
            // would swallow what has to be forwarded
            "netfilter/nf_conntrack_tcp_be_liberal",
            "1", // one direction only is seen here after a migration
            "netfilter/nf_conntrack_tcp_loose",
            "1", // connections appear in the middle
            "ipv4/fwmark_reflect",
            "1", // what answers an injected segment is known by its mark
            "netfilter/nf_conntrack_acct",
            "1")); // "mignet connections" tells how much is forwarded
    if (families.contains(IpFamily.IPV6)) { // the sysctls of TCP above are for both families
      write(
          Map.of(
              "ipv6/conf/" + Injector.DEVICE + "/disable_ipv6",
              "0",
              "ipv6/conf/" + Injector.DEVICE + "/addr_gen_mode",
              "1", // none: it has nothing to say by itself
              "ipv6/fwmark_reflect",
              "1"));
    }
  }

  private static void write(Map<String, String> values) throws IOException {
    for (Map.Entry<String, String> value : values.entrySet()) {
      Files.writeString(Path.of("/proc/sys/net", value.getKey()), value.getValue());
    }
  }

  private static void stopOnSignal(PacketLoop loop) {
    Thread loopThread = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  loop.stop();
                  try {
                    loopThread.join(1000);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }
}

package dev.mignet.topology.doctor;

import dev.mignet.nodes.process.CgroupHierarchy;
import dev.mignet.nodes.process.CpuPressure;
import dev.mignet.topology.model.Node;
import dev.mignet.topology.spi.Feature;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What can be looked at from outside any namespace. */
final class MachineProbes {

  private static final Path RUN = Path.of("/run");
  private static final long LEAST_ROOM = 64L << 20;
  private static final Path BTF = Path.of("/sys/kernel/btf/vmlinux");
  private static final String IMPOSED_ISN = "bpf_sk_assign_tcp_reqsk";

  private MachineProbes() {}

  static Feature ipv6() {
    return Files.exists(Path.of("/proc/sys/net/ipv6"))
        ? Feature.present("IPv6", "yes")
        : Feature.missing(
            "IPv6",
            "no /proc/sys/net/ipv6",
            "no lab with \"subnet6\" or IPv6 addresses comes up",
            "boot without ipv6.disable=1, or take \"subnet6\" and IPv6 addresses out of the file");
  }

  static Feature cgroups() {
    return Probe.feature(
        "cgroups",
        Doctor.NO_LAB,
        "mount a cgroup hierarchy: mount -t cgroup2 none /sys/fs/cgroup",
        () -> {
          CgroupHierarchy hierarchy = CgroupHierarchy.probe();
          return "v" + hierarchy.version() + " at " + hierarchy.mount();
        });
  }

  /** Whether the machine has the cores for the node's share of one. */
  static Feature cores(Node node) {
    int most = Runtime.getRuntime().availableProcessors() * 100;
    return Probe.feature(
        "cores",
        "the lab does not come up",
        "give node " + node.name() + " no more than cpu: " + most + " %",
        () -> {
          if (node.resources().limits().cpuPerMille().orElse(0) > most * 10) {
            throw new IOException(node.resources().limits().texts().get(0) + " is asked for");
          }
          return most / 100 + " cores";
        });
  }

  static Feature room() {
    return Probe.feature(
        "/run",
        Doctor.NO_LAB,
        "free some room in /run: labs keep their files there",
        () -> {
          FileStore store = Files.getFileStore(RUN);
          if (store.isReadOnly() || !Files.isWritable(RUN)) {
            throw new IOException("not writable");
          }
          if (store.getUsableSpace() < LEAST_ROOM) {
            throw new IOException((store.getUsableSpace() >> 20) + " MiB free, 64 are needed");
          }
          return (store.getUsableSpace() >> 20) + " MiB free";
        });
  }

  /** Programs that start a node's processes. */
  static Feature utilities() {
    return programs("util-linux", Doctor.NO_LAB, "install util-linux", "nsenter", "setsid");
  }

  static Feature iptablesPrograms() {
    return programs(
        "iptables", NamespaceProbes.NO_MIGRATION, "install iptables", "iptables-restore");
  }

  static Feature dumpcap() {
    return programs(
        "dumpcap",
        "no \"capture\"",
        "install it (Debian, Ubuntu: apt install wireshark-common)",
        "dumpcap");
  }

  /**
   * What the verdict on fidelity goes by first.
   *
   * @param proc where {@code /proc} is
   */
  static Feature pressure(Path proc) {
    Path file = proc.resolve("pressure/cpu");
    return Probe.feature(
        "CPU pressure",
        "the fidelity verdict goes by steal, throttling and queues alone",
        "boot with psi=1, where need be a kernel with CONFIG_PSI",
        () -> {
          if (CpuPressure.read(file).isEmpty()) {
            throw new IOException("no " + file + ", or turned off");
          }
          return file.toString();
        });
  }

  private static Feature programs(String name, String cost, String remedy, String... programs) {
    return Probe.feature(
        name,
        cost,
        remedy,
        () -> {
          StringBuilder found = new StringBuilder();
          for (String program : programs) {
            found.append(found.length() == 0 ? "" : ", ").append(requireProgram(program));
          }
          return found.toString();
        });
  }

  static Path requireProgram(String program) throws IOException {
    return find(program).orElseThrow(() -> new IOException(program + " is not in PATH"));
  }

  private static Optional<Path> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return List.of(path.split(File.pathSeparator)).stream()
        .map(folder -> Path.of(folder).resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The kernel function by which a socket with chosen sequence numbers is made. */
  static Feature imposedIsn() {
    return Probe.feature(
        "imposed ISN",
        "connections migrate by translation, which takes somewhat longer; no lab with"
            + " \"mechanism: imposed-isn\" comes up",
        "needs Linux 6.9 or later, with BTF (CONFIG_DEBUG_INFO_BTF)",
        () -> {
          if (!Files.exists(BTF)) {
            throw new IOException("no " + BTF);
          }
          // The names in BTF are a list of strings, each with a zero behind it.
          String names = new String(Files.readAllBytes(BTF), StandardCharsets.ISO_8859_1);
          if (!names.contains('\0' + IMPOSED_ISN + '\0')) {
            throw new IOException(IMPOSED_ISN + " is not in " + BTF);
          }
          return IMPOSED_ISN;
        });
  }
}

package dev.mignet.topology.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.net.NamespaceFiles;
import dev.mignet.nodes.process.CgroupHierarchy;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.topology.spi.Feature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@RequiresRoot
class DoctorIT {

  // mignet.doctor-PID: v0 -- v1 (br0), tun0; all in one scratch namespace

  @Test
  void trying_everything_finds_what_this_machine_has_and_leaves_nothing_behind() throws Exception {
    List<Feature> features = Doctor.everything(List.of());

    assertThat(features)
        .extracting(Feature::name)
        .contains("root", "cgroups", "namespaces", "veth", "TBF", "TUN", "NFQUEUE", "imposed ISN")
        .contains("translation", "mechanism")
        .contains("limit cpu", "limit memory", "limit pids", "CPU pressure", "capabilities");
    assertThat(features)
        .filteredOn(
            f ->
                List.of("root", "capabilities", "cgroups", "namespaces", "veth").contains(f.name()))
        .allMatch(Feature::present);
    assertThat(features)
        .filteredOn(feature -> !feature.present())
        .allMatch(feature -> !feature.cost().isEmpty() && !feature.remedy().isEmpty());
    assertThat(features)
        .filteredOn(f -> f.name().startsWith("limit ") || f.name().equals("netem"))
        .hasSize(5)
        .noneMatch(Feature::required);
    String scratch = "mignet.doctor-" + ProcessHandle.current().pid();
    assertThat(NamespaceFiles.exists(scratch)).isFalse();
    for (Path mount : CgroupHierarchy.probe().mounts()) {
      try (Stream<Path> groups = Files.list(mount)) {
        assertThat(groups.map(group -> group.getFileName().toString()))
            .doesNotContain(scratch, scratch.replace("doctor", "doctor-limits"));
      }
    }
  }
}

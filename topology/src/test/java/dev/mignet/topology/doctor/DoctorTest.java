package dev.mignet.topology.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mignet.topology.spi.Feature;
import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorTest {

  @Test
  void what_is_missing_is_told_with_its_remedy_and_what_was_found() {
    List<Feature> features =
        List.of(
            Feature.present("cgroups", "v2"),
            Feature.missing("imposed ISN", "not in BTF", "needs Linux 6.9 or later"),
            Feature.optional("colour", "none", "buy a terminal"),
            Feature.missing("TUN", "ENOENT (2)", "modprobe tun"));

    assertThatThrownBy(() -> Doctor.requireAll("x", features))
        .isInstanceOf(LabException.class)
        .hasMessage(
            """
            this machine lacks what lab x needs:
              imposed ISN: needs Linux 6.9 or later; found: not in BTF
              TUN: modprobe tun; found: ENOENT (2)""");
  }

  @Test
  void what_is_optional_may_be_missing() {
    assertThatCode(() -> Doctor.requireAll("x", List.of(Feature.optional("a", "b", "c"))))
        .doesNotThrowAnyException();
  }

  @Test
  void a_probe_that_throws_has_found_that_it_is_missing() {
    Feature feature =
        Probe.feature(
            "x",
            "do y",
            () -> {
              throw new IOException("no z");
            });

    assertThat(feature).isEqualTo(Feature.missing("x", "no z", "do y"));
  }
}

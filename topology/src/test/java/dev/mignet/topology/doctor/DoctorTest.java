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
            Feature.missing(
                "imposed ISN", "not in BTF", "no migration", "needs Linux 6.9 or later"),
            Feature.missing("colour", "none", "all is grey", "buy a terminal").optional(),
            Feature.missing("TUN", "ENOENT (2)", "no migration", "modprobe tun"));

    assertThat(Doctor.isSufficient(features)).isFalse();
    assertThatThrownBy(() -> Doctor.requireAll("x", features))
        .isInstanceOf(LabException.class)
        .hasMessage(
            """
            this machine lacks what lab x needs:
              imposed ISN: needs Linux 6.9 or later; found: not in BTF
              TUN: modprobe tun; found: ENOENT (2)""");
  }

  @Test
  void translation_is_required_only_where_the_kernel_cannot_impose_an_isn() {
    Feature imposed = Feature.present("imposed ISN", "yes");
    Feature noIsn = Feature.missing("imposed ISN", "no", "slower", "newer kernel");
    Feature translation = Feature.present("translation", "yes");
    Feature none = Feature.missing("translation", "no", "no migration", "modprobe");

    assertThat(mechanism(Doctor.mechanisms(imposed, none))).startsWith("imposed-isn, ");
    assertThat(Doctor.isSufficient(Doctor.mechanisms(imposed, none))).isTrue();
    assertThat(mechanism(Doctor.mechanisms(noIsn, translation))).startsWith("translation, ");
    assertThat(Doctor.isSufficient(Doctor.mechanisms(noIsn, translation))).isTrue();
    assertThat(mechanism(Doctor.mechanisms(noIsn, none))).isEmpty();
    assertThat(Doctor.isSufficient(Doctor.mechanisms(noIsn, none))).isFalse();
  }

  private static String mechanism(List<Feature> features) {
    return features.stream()
        .filter(feature -> feature.name().equals("mechanism"))
        .map(Feature::detail)
        .findFirst()
        .orElse("");
  }

  @Test
  void what_is_optional_may_be_missing() {
    List<Feature> features = List.of(Feature.missing("a", "b", "c", "d").optional());

    assertThatCode(() -> Doctor.requireAll("x", features)).doesNotThrowAnyException();
    assertThat(Doctor.isSufficient(features)).isTrue();
  }

  @Test
  void a_probe_that_throws_has_found_that_it_is_missing() {
    Feature feature =
        Probe.feature(
            "x",
            "no w",
            "do y",
            () -> {
              throw new IOException("no z");
            });

    assertThat(feature).isEqualTo(Feature.missing("x", "no z", "no w", "do y"));
  }

  @Test
  void a_feature_says_in_a_word_how_it_is() {
    Feature missing = Feature.missing("a", "b", "c", "d");

    assertThat(Feature.present("a", "b").state()).isEqualTo("ok");
    assertThat(Feature.present("a", "b").optional().state()).isEqualTo("ok");
    assertThat(missing.state()).isEqualTo("missing");
    assertThat(missing.optional().state()).isEqualTo("missing (optional)");
    assertThat(Feature.note("a", "b", "none").state()).isEqualTo("note");
  }
}

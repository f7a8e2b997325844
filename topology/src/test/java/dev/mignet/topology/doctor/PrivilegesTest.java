package dev.mignet.topology.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mignet.topology.spi.Feature;
import org.junit.jupiter.api.Test;

class PrivilegesTest {

  private static final String ALL = "000001ffffffffff";

  /** What Docker leaves to root in a container. */
  private static final String CONTAINER = "00000000a80425fb";

  @Test
  void root_of_a_machine_may_do_all_that_labs_need() {
    Privileges privileges = Privileges.parse(status(0, ALL, ALL));

    assertThat(privileges.suffice()).isTrue();
    assertThat(privileges.features()).allMatch(Feature::present);
  }

  @Test
  void root_of_an_unprivileged_container_is_told_so_by_name() {
    Privileges privileges = Privileges.parse(status(0, CONTAINER, CONTAINER));

    assertThat(privileges.isRoot()).isTrue();
    assertThat(privileges.suffice()).isFalse();
    assertThat(privileges.features())
        .filteredOn(feature -> !feature.present())
        .containsExactly(
            Feature.missing(
                "capabilities",
                "an unprivileged container, as GitHub's ubuntu-slim runners are: root without"
                    + " CAP_NET_ADMIN, CAP_SYS_ADMIN",
                "no lab comes up",
                "run the container with --privileged, or no container (GitHub: runs-on:"
                    + " ubuntu-24.04)"));
  }

  @Test
  void a_container_with_one_of_two_capabilities_lacks_the_other() {
    // docker run --cap-add=NET_ADMIN
    Privileges privileges = Privileges.parse(status(0, "00000000a80435fb", ALL));

    assertThat(privileges.suffice()).isFalse();
    assertThat(privileges.features().get(1).detail()).endsWith("root without CAP_SYS_ADMIN");
  }

  @Test
  void a_user_without_root_lacks_only_root_on_a_machine() {
    Privileges privileges = Privileges.parse(status(1000, "0000000000000000", ALL));

    assertThat(privileges.suffice()).isFalse();
    assertThat(privileges.features())
        .extracting(Feature::name, Feature::state)
        .containsExactly(tuple("root", "missing"), tuple("capabilities", "ok"));
  }

  @Test
  void a_user_of_a_container_learns_that_sudo_will_not_do() {
    Privileges privileges = Privileges.parse(status(1000, "0000000000000000", CONTAINER));

    assertThat(privileges.features().get(1).detail())
        .endsWith("even root is without CAP_NET_ADMIN, CAP_SYS_ADMIN");
  }

  private static String status(int user, String effective, String bounding) {
    return """
        Name:\tjava
        Uid:\t1000\t%d\t0\t0
        CapInh:\t0000000000000000
        CapPrm:\t000001ffffffffff
        CapEff:\t%s
        CapBnd:\t%s
        CapAmb:\t0000000000000000
        """
        .formatted(user, effective, bounding);
  }
}

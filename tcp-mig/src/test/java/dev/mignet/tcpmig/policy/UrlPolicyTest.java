package dev.mignet.tcpmig.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.settings.UrlRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class UrlPolicyTest {
  private final Policy policy =
      new UrlPolicy(
          List.of(new UrlRule("/class0/big", 3), new UrlRule("/class0", 2), new UrlRule("/a", 4)));

  @Test
  void the_first_rule_that_matches_decides() {
    assertThat(policy.target("GET", "/class0/big.html")).isEqualTo(3);
    assertThat(policy.target("GET", "/class0/small.html")).isEqualTo(2);
    assertThat(policy.target("POST", "/a")).isEqualTo(4);
  }

  @Test
  void without_a_rule_the_request_stays() {
    assertThat(policy.target("GET", "/CLASS0/small.html")).isEqualTo(Policy.STAY);
    assertThat(policy.target("GET", "http://www/class0/")).isEqualTo(Policy.STAY);
    assertThat(policy.target("OPTIONS", "*")).isEqualTo(Policy.STAY);
    assertThat(policy.target("GET", "")).isEqualTo(Policy.STAY);
    assertThat(new UrlPolicy(List.of()).target("GET", "/a")).isEqualTo(Policy.STAY);
  }

  @Test
  void other_rules_take_the_place_of_all() {
    UrlPolicy replaceable = new UrlPolicy(List.of(new UrlRule("/a", 2), new UrlRule("/b", 3)));
    replaceable.replace(List.of(new UrlRule("/b", 4)));
    assertThat(replaceable.target("GET", "/a")).isEqualTo(Policy.STAY);
    assertThat(replaceable.target("GET", "/b")).isEqualTo(4);
  }
}

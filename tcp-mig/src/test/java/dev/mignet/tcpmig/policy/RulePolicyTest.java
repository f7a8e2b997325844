package dev.mignet.tcpmig.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.tcpmig.settings.IdleRule;
import dev.mignet.tcpmig.settings.Otherwise;
import dev.mignet.tcpmig.settings.UrlRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulePolicyTest {
  private final Policy policy =
      new RulePolicy(
          List.of(new UrlRule("/class0/big", 3), new UrlRule("/class0", 2), new UrlRule("/a", 4)),
          null);

  @Test
  void the_first_rule_that_matches_decides() {
    assertThat(policy.place("GET", "/class0/big.html")).isEqualTo(Placement.at(3));
    assertThat(policy.place("GET", "/class0/small.html")).isEqualTo(Placement.at(2));
    assertThat(policy.place("POST", "/a")).isEqualTo(Placement.at(4));
  }

  @Test
  void without_a_rule_the_request_stays() {
    assertThat(policy.place("GET", "/CLASS0/small.html")).isEqualTo(Placement.STAY);
    assertThat(policy.place("GET", "http://www/class0/")).isEqualTo(Placement.STAY);
    assertThat(policy.place("OPTIONS", "*")).isEqualTo(Placement.STAY);
    assertThat(policy.place("GET", "")).isEqualTo(Placement.STAY);
    assertThat(new RulePolicy(List.of(), null).place("GET", "/a")).isEqualTo(Placement.STAY);
  }

  @Test
  void other_rules_take_the_place_of_all() {
    RulePolicy replaceable =
        new RulePolicy(List.of(new UrlRule("/a", 2), new UrlRule("/b", 3)), null);
    replaceable.replace(
        List.of(new UrlRule("/b", 4)), new IdleRule(100, List.of(5), Otherwise.SERVE));
    assertThat(replaceable.place("GET", "/a")).isEqualTo(Placement.STAY);
    assertThat(replaceable.place("GET", "/b")).isEqualTo(Placement.at(4));
    assertThat(replaceable.idleMillis()).isEqualTo(100);
    assertThat(replaceable.idle()).isEqualTo(Placement.at(5));
  }

  @Test
  void without_a_rule_connections_that_rest_stay() {
    assertThat(policy.idleMillis()).isEqualTo(Policy.NEVER);
    assertThat(policy.idle()).isEqualTo(Placement.STAY);
  }

  @Test
  void a_rule_may_name_several_nodes_and_what_is_done_otherwise() {
    UrlRule rule = new UrlRule("/a", List.of(3, 2), Otherwise.RESET);
    assertThat(new RulePolicy(List.of(rule), null).place("GET", "/a/b"))
        .isEqualTo(new Placement(List.of(3, 2), Otherwise.RESET));
  }
}

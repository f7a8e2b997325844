package dev.mignet.tcpmig.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.netfilter.SegmentPrograms;
import dev.mignet.tcpmig.policy.RulePolicy;
import dev.mignet.tcpmig.settings.UrlRule;
import dev.mignet.tcpmig.wire.FlowKey;
import dev.mignet.tcpmig.wire.SegmentWriter;
import dev.mignet.tcpmig.wire.TcpView;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RequestRulesTest {
  private static final int SELF = 1;

  private static final List<UrlRule> POLICY =
      List.of(
          new UrlRule("/mine/but/not/", 2),
          new UrlRule("/mine/", SELF),
          new UrlRule("/theirs/", 3),
          new UrlRule("/x", 2));

  @ParameterizedTest(name = "\"{0}\"")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET / HTTP/1.1               | true
          GET /mine/a HTTP/1.1         | true
          GET /mine/but HTTP/1.1       | true
          GET /mine/but/not/a HTTP/1.1 | false
          GET /theirs HTTP/1.1         | true
          GET /theirs/ HTTP/1.1        | false
          GET /xylophone HTTP/1.1      | false
          GET http://a/x HTTP/1.1      | true
          POST / HTTP/1.1              | false
          HEAD / HTTP/1.1              | false
          ET / HTTP/1.1                | false
          """)
  void a_request_goes_by_if_the_policy_leaves_it_here(String line, boolean goesBy) {
    for (IpFamily family : IpFamily.values()) {
      assertThat(goesBy(POLICY, family, line)).as("over %s", family).isEqualTo(goesBy);
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_beginning_of_a_line_that_may_still_go_either_way_waits(IpFamily family) {
    // "/theirs" may become "/theirs/": its next segment is the one that is decided on, and waits.
    assertThat(goesBy(POLICY, family, "GET /theirs")).isTrue();
    assertThat(goesBy(POLICY, family, "/a HTTP/1.1\r\n")).isFalse();
    assertThat(goesBy(POLICY, family, "GET")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void what_a_program_has_no_room_for_the_daemon_decides(IpFamily family) {
    String longest = "/" + "a".repeat(SegmentPrograms.LONGEST_TEXT - 5);
    String longer = longest + "b";
    List<UrlRule> here = List.of(new UrlRule(longest, SELF), new UrlRule("/", 2));
    assertThat(goesBy(here, family, "GET " + longest + " HTTP/1.1")).isTrue();
    here = List.of(new UrlRule(longer, SELF), new UrlRule("/", 2));
    assertThat(goesBy(here, family, "GET " + longer + " HTTP/1.1")).isFalse();
    List<UrlRule> there = List.of(new UrlRule(longer, 2));
    assertThat(goesBy(there, family, "GET " + longer + " HTTP/1.1")).isFalse();
    assertThat(goesBy(there, family, "GET /aa HTTP/1.1")).isTrue();
  }

  /** Over a small alphabet, so that prefixes of all lengths match often. */
  @ParameterizedTest
  @EnumSource
  void the_kernel_and_the_policy_agree(IpFamily family) {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      List<UrlRule> rules =
          IntStream.range(0, random.nextInt(4))
              .mapToObj(rule -> new UrlRule(path(random), 1 + random.nextInt(3)))
              .toList();
      String path = path(random);
      int target = new RulePolicy(rules, null).place("GET", path).first();
      assertThat(goesBy(rules, family, "GET " + path + " HTTP/1.1\r\n\r\n"))
          .as("%s by %s", path, rules)
          .isEqualTo(target == 0 || target == SELF);
    }
  }

  private static String path(Random random) {
    StringBuilder path = new StringBuilder("/");
    int length = random.nextInt(9);
    for (int i = 0; i < length; i++) {
      path.append(random.nextInt(5) == 0 ? 'b' : 'a');
    }
    return path.toString();
  }

  /** Goes through the chain as netfilter does. */
  private static boolean goesBy(List<UrlRule> policy, IpFamily family, String data) {
    ByteBuffer packet = packet(family, data);
    String method = SegmentPrograms.beginsWith(family, RequestRules.METHOD);
    if (!new ClassicBpf(method).matches(packet)) {
      return false;
    }
    for (String rule : new RequestRules(policy, SELF).text(family).lines().toList()) {
      String program = rule.replaceFirst("[^\"]*\"?", "").replaceFirst("\".*", "");
      if (program.isEmpty() || new ClassicBpf(program).matches(packet)) {
        return rule.endsWith("MIGNET-STAY");
      }
    }
    throw new IllegalStateException("no rule for the rest");
  }

  private static ByteBuffer packet(IpFamily family, String data) {
    ByteBuffer packet = ByteBuffer.allocate(2048);
    byte[] bytes = data.getBytes(StandardCharsets.US_ASCII);
    SegmentWriter writer = new SegmentWriter(packet);
    writer.beginOfClient(flow(family), 0, 1, 2, TcpView.ACK, 64);
    writer.timestamps(1, 2);
    return packet.slice(0, writer.finish(bytes, 0, bytes.length));
  }

  private static FlowKey flow(IpFamily family) {
    String net = family == IpFamily.IPV4 ? "10.9.1." : "fd00::";
    try {
      return new FlowKey(
          InetAddress.getByName(net + "2"), 40_000, InetAddress.getByName(net + "100"), 80);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.mignet.topology.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mignet.nodes.net.IpFamily;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.tcpmig.settings.Endpoint;
import dev.mignet.topology.plan.MappedServer;
import dev.mignet.topology.plan.Route;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConnectionMapTest {
  private static final List<Endpoint> WEB = List.of(new Endpoint("web", "10.9.100.1", 80));

  private final List<String> rules =
      ConnectionMap.rules(IpFamily.IPV4, List.of(server(1, WEB), server(2, WEB))).lines().toList();

  private static MappedServer server(int number, List<Endpoint> endpoints) {
    Map<IpFamily, Route.Hop> hops =
        endpoints.stream()
            .collect(
                Collectors.toMap(Endpoint::family, endpoint -> hop(endpoint.family(), number)));
    return new MappedServer(number, "b" + number, hops, "02:00:00:00:00:0" + number, endpoints);
  }

  private static Route.Hop hop(IpFamily family, int number) {
    String network = family == IpFamily.IPV4 ? "10.9.2." : "fd00:9:2::";
    return new Route.Hop(IpPrefix.address(network + (number + 1)), "eth1");
  }

  @Test
  void each_family_has_rules_for_its_own_endpoints_and_servers() {
    Endpoint six = new Endpoint("web6", "fd00:9:100::1", 80);
    List<MappedServer> servers = List.of(server(1, WEB), server(2, List.of(WEB.get(0), six)));
    assertThat(ConnectionMap.rules(IpFamily.IPV4, servers).lines())
        .containsExactlyElementsOf(rules);
    assertThat(ConnectionMap.rules(IpFamily.IPV6, servers).lines())
        .contains("-A PREROUTING -p tcp -s fd00:9:100::1 --sport 80 -j MIGNET-SERVERS")
        .anyMatch(rule -> rule.startsWith("-A MIGNET-2 "))
        .noneMatch(rule -> rule.contains("10.9.100.1") || rule.startsWith("-A MIGNET-1 "));
  }

  @Test
  void a_clients_packet_gets_the_number_of_its_server() {
    assertThat(rules)
        .containsOnlyOnce(
            "-A PREROUTING -p tcp -d 10.9.100.1 --dport 80 -j CONNMARK --restore-mark"
                + " --nfmask 0xfff --ctmask 0xfff");
  }

  @Test
  void a_server_is_known_by_the_interface_and_the_mac_address_that_its_packets_come_from() {
    assertThat(rules)
        .containsSubsequence(
            "-A PREROUTING -p tcp -s 10.9.100.1 --sport 80 -j MIGNET-SERVERS",
            "-A MIGNET-SERVERS -i eth1 -m mac --mac-source 02:00:00:00:00:01 -g MIGNET-1",
            "-A MIGNET-SERVERS -i eth1 -m mac --mac-source 02:00:00:00:00:02 -g MIGNET-2");
  }

  @Test
  void what_a_server_sends_counts_only_when_the_handshake_with_the_client_is_complete() {
    assertThat(rules)
        .containsSubsequence(
            "-A MIGNET-SERVERS -m conntrack --ctdir REPLY ! --ctstatus ASSURED -j RETURN",
            "-A MIGNET-SERVERS -i eth1 -m mac --mac-source 02:00:00:00:00:01 -g MIGNET-1");
  }

  @Test
  void any_packet_registers_a_connection_and_data_move_it() {
    assertThat(rules.stream().map(rule -> rule.replaceAll("\"[^\"]*\"", "PROGRAM")))
        .containsSubsequence(
            "-A MIGNET-2 -m connmark --mark 0x2/0xfff -j RETURN",
            "-A MIGNET-2 -m connmark --mark 0/0xfff -j CONNMARK --set-xmark 0x2/0xfff",
            "-A MIGNET-2 -m bpf --bytecode PROGRAM -j CONNMARK --set-xmark 0x2/0xfff");
  }
}

package dev.mignet.nodes.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.ScratchNamespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A namespace alone: {@code [ a: lo ]}. */
@RequiresRoot
class NetworkNamespaceIT {
  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();

  @Test
  void a_new_namespace_has_nothing_but_lo() {
    assertThat(scratch.namespace("a").rtnetlink().links())
        .extracting(Link::name)
        .containsExactly("lo");
  }

  @Test
  void code_inside_sees_another_namespace_than_the_caller() throws IOException {
    Path here = Path.of("/proc/thread-self/ns/net");
    NetworkNamespace a = scratch.namespace("a");
    assertThat(a.call(() -> Files.readSymbolicLink(here)))
        .isNotEqualTo(Files.readSymbolicLink(here));
  }

  @Test
  void what_the_code_inside_throws_reaches_the_caller() {
    NetworkNamespace a = scratch.namespace("a");
    assertThatThrownBy(
            () ->
                a.call(
                    () -> {
                      throw new IOException("inside");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("inside");
  }

  @Test
  void a_name_can_be_taken_once_and_opened_often() {
    NetworkNamespace a = scratch.namespace("a");
    assertThatThrownBy(() -> NetworkNamespace.create(a.name()))
        .isInstanceOf(KernelException.class)
        .hasMessage("create namespace file /run/netns/%s: EEXIST (17): File exists", a.name());
    try (NetworkNamespace again = NetworkNamespace.open(a.name())) {
      again.rtnetlink().addBridge("br0");
    }
    assertThat(a.rtnetlink().find("br0")).isPresent();
  }

  @Test
  void deleting_is_right_for_any_leftover() throws IOException {
    NetworkNamespace a = scratch.namespace("a");
    String stale = a.name() + "-stale";
    Files.createFile(NetworkNamespace.path(stale)); // as after a kill between claim and mount
    assertThatThrownBy(() -> NetworkNamespace.open(stale)).hasMessageContaining("EINVAL (22)");
    assertThat(NamespaceFiles.list(a.name())).containsExactly(a.name(), stale);
    NamespaceFiles.delete(stale);
    NamespaceFiles.delete(stale);
    NamespaceFiles.delete(a.name());
    assertThat(NamespaceFiles.list(a.name())).isEmpty();
    assertThatThrownBy(() -> NetworkNamespace.open(a.name())).hasMessageContaining("ENOENT (2)");
  }

  @Test
  void sysctls_belong_to_the_namespace() throws IOException {
    Path hosts = Path.of("/proc/sys/net/ipv4/conf/all/arp_ignore");
    String before = Files.readString(hosts);
    Sysctls sysctls = new Sysctls(scratch.namespace("a"));
    sysctls.set(Map.of("net.ipv4.conf.all.arp_ignore", "3", "net/ipv4/ip_forward", "1"));
    assertThat(sysctls.get("net.ipv4.conf.all.arp_ignore")).isEqualTo("3");
    assertThat(sysctls.get("net.ipv4.ip_forward")).isEqualTo("1");
    assertThat(Files.readString(hosts)).isEqualTo(before);
  }

  @Test
  void a_sysctl_that_fails_is_named() {
    Sysctls sysctls = new Sysctls(scratch.namespace("a"));
    assertThat(sysctls.has("net.ipv4.no_such_key")).isFalse();
    assertThatThrownBy(() -> sysctls.set("net.ipv4.no_such_key", "1"))
        .hasMessage("set net.ipv4.no_such_key=1: ENOENT (2): No such file or directory");
    assertThatThrownBy(() -> sysctls.set("net.ipv4.ip_forward", "x"))
        .hasMessage("set net.ipv4.ip_forward=x: EINVAL (22): Invalid argument");
    assertThatThrownBy(() -> sysctls.set("kernel.hostname", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

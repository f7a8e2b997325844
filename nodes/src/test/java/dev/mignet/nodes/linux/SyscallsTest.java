package dev.mignet.nodes.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Plain system calls that any user may make. */
class SyscallsTest {
  @Test
  void a_failed_call_returns_its_negative_errno() {
    assertThat(Syscalls.close(-1)).isEqualTo(-9);
    assertThat(Syscalls.open("/nonexistent", LinuxConstants.O_RDONLY, 0)).isEqualTo(-Errno.ENOENT);
    assertThat(Syscalls.ifNameToIndex("no-such-link")).isEqualTo(-Errno.ENODEV);
  }

  @Test
  void a_kernel_exception_tells_operation_name_number_and_text() {
    assertThatThrownBy(() -> KernelException.check("add link", "veth0", -Errno.EEXIST))
        .hasMessage("add link veth0: EEXIST (17): File exists");
    assertThatThrownBy(() -> KernelException.check("do it", -4095))
        .hasMessage("do it: errno (4095): Unknown error");
    assertThat(KernelException.check("do it", 3)).isEqualTo(3);
  }

  @Test
  void an_event_descriptor_becomes_ready_when_written() {
    int fd = Syscalls.eventfd(0, LinuxConstants.EFD_NONBLOCK | LinuxConstants.EFD_CLOEXEC);
    Poller poller = new Poller(1);
    int index = poller.add(fd);
    assertThat(poller.poll(0)).isZero();
    assertThat(poller.ready(index)).isFalse();

    NativeBuffer one = new NativeBuffer(8);
    one.bytes().putLong(0, 1);
    assertThat(Syscalls.write(fd, one.address(), 8)).isEqualTo(8);
    assertThat(poller.poll(1000)).isEqualTo(1);
    assertThat(poller.ready(index)).isTrue();

    assertThat(Syscalls.read(fd, one.address(), 8)).isEqualTo(8);
    assertThat(Syscalls.read(fd, one.address(), 8)).isEqualTo(-Errno.EAGAIN);
    assertThat(Syscalls.close(fd)).isZero();
  }

  @Test
  void the_monotonic_clock_is_the_one_of_the_jdk() {
    NativeBuffer timespec = new NativeBuffer(16);
    assertThat(Syscalls.clockGettime(LinuxConstants.CLOCK_MONOTONIC, timespec.address())).isZero();
    long seconds = timespec.bytes().getLong(0);
    assertThat(System.nanoTime() / 1_000_000_000).isBetween(seconds, seconds + 5);
  }

  @Test
  void a_netlink_dump_lists_the_loopback_interface() {
    NetlinkRequest links =
        NetlinkRequest.of("list links", 18, NetlinkRequest.NLM_F_DUMP, m -> m.bytes(new byte[16]));
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE)) {
      assertThat(socket.execute(links))
          .anySatisfy(
              reply -> {
                NetlinkAttributes attributes = reply.attributes(16);
                assertThat(attributes.find(3)).isTrue();
                assertThat(attributes.string()).isEqualTo("lo");
              });
    }
  }

  @Test
  void the_calls_of_a_packet_loop_allocate_nothing() {
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    NativeBuffer buffer = new NativeBuffer(64);
    int fd = Syscalls.eventfd(0, LinuxConstants.EFD_NONBLOCK | LinuxConstants.EFD_CLOEXEC);
    Poller poller = new Poller(1);
    poller.add(fd);
    for (int i = 0; i < 20_000; i++) {
      loopOnce(fd, buffer, poller);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      loopOnce(fd, buffer, poller);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    Syscalls.close(fd);
  }

  private static void loopOnce(int fd, NativeBuffer buffer, Poller poller) {
    poller.poll(0);
    Syscalls.read(fd, buffer.address(), 8);
    Syscalls.recv(-1, buffer.address(), 8, 0);
    Syscalls.recvmmsg(-1, buffer.address(), 1, 0);
  }
}

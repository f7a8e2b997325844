package dev.mignet.nodes.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mignet.nodes.linux.KernelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On folders that look like cgroup trees, because no machine has every one of them. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class LimitWriterTest {
  private static final Path GROUP = Path.of("mignet/lab/a");
  private static final Limits LIMITS =
      new Limits(OptionalInt.of(250), OptionalLong.of(1 << 20), OptionalInt.of(9));

  @TempDir Path root;

  private Path file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    return Files.writeString(file, text);
  }

  private void write(int version, Controller controller) {
    LimitWriter.write(new CgroupTree(root, version), GROUP, controller, LIMITS);
  }

  @Test
  void in_version_2_a_controller_is_handed_down_from_the_root_where_it_is_not_yet()
      throws IOException {
    Path top = file("cgroup.subtree_control", "cpu memory\n");
    Path mignet = file("mignet/cgroup.subtree_control", "");
    Path lab = file("mignet/lab/cgroup.subtree_control", "");
    Path most = file("mignet/lab/a/cpu.max", "");

    write(2, Controller.CPU);

    assertThat(top).hasContent("cpu memory");
    assertThat(mignet).hasContent("+cpu");
    assertThat(lab).hasContent("+cpu");
    assertThat(most).hasContent("5000 20000");
    assertThat(root.resolve("mignet/lab/a/cgroup.subtree_control")).doesNotExist();
  }

  @Test
  void swap_is_limited_where_the_kernel_counts_it() throws IOException {
    Path memory = file("mignet/lab/a/memory.limit_in_bytes", "");
    write(1, Controller.MEMORY);
    Path swap = file("mignet/lab/a/memory.memsw.limit_in_bytes", "");
    write(1, Controller.MEMORY);

    assertThat(memory).hasContent("1048576");
    assertThat(swap).hasContent("1048576");
  }

  @Test
  void what_the_kernel_does_not_have_is_told_with_the_file_and_the_value() throws IOException {
    Files.createDirectories(root.resolve(GROUP));

    assertThatThrownBy(() -> write(1, Controller.PIDS))
        .isInstanceOf(KernelException.class)
        .hasMessage(
            "set pids.max=9 of %s: ENOENT (2): No such file or directory"
                .formatted(root.resolve(GROUP)));
  }
}

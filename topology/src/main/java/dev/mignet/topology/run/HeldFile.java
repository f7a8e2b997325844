package dev.mignet.topology.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock on a file, held by one thread of one process. The kernel lets go of it when the process
 * ends, however it ends.
 */
final class HeldFile implements AutoCloseable {

  /**
   * By this process. The kernel's lock is the whole process's, and goes when the process closes the
   * file anywhere, so that a file that is held must not even be opened again.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private HeldFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param options with which the file is opened, besides for writing
   * @return empty where another process or thread has it
   */
  static Optional<HeldFile> tryTake(Path file, OpenOption... options) throws IOException {
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    Optional<HeldFile> held = Optional.empty();
    try {
      held = open(file, options);
    } finally {
      if (held.isEmpty()) {
        HELD.remove(file);
      }
    }
    return held;
  }

  private static Optional<HeldFile> open(Path file, OpenOption... options) throws IOException {
    FileChannel channel = FileChannel.open(file, with(options));
    if (channel.tryLock() == null) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new HeldFile(file, channel));
  }

  private static OpenOption[] with(OpenOption... options) {
    OpenOption[] all = java.util.Arrays.copyOf(options, options.length + 1);
    all[options.length] = StandardOpenOption.WRITE;
    return all;
  }

  /** Writes this process's id into the file. */
  void sign() throws IOException {
    byte[] owner = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
    channel.truncate(0).write(ByteBuffer.wrap(owner), 0);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(file);
    }
  }
}

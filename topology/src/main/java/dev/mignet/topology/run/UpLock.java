package dev.mignet.topology.run;

import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;

/**
 * Held by the process that brings a lab up, so that no other takes down what is still being made.
 * The kernel lets go of it when the process ends, however it ends.
 */
final class UpLock implements AutoCloseable {

  private final FileChannel channel;

  private UpLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock of a lab whose folder is new. */
  static UpLock take(LabFolder folder) {
    try {
      FileChannel channel =
          FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw busy(folder);
      }
      byte[] owner = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
      channel.write(ByteBuffer.wrap(owner)); // from now on it may be relied upon
      return new UpLock(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Throws {@link LabException} where another process, or another thread, brings the lab up. */
  static void requireFree(LabFolder folder) {
    if (!isFree(folder)) {
      throw busy(folder);
    }
  }

  /** Whether somebody has had the lock; before, its being free tells nothing. */
  static boolean wasTaken(LabFolder folder) {
    try {
      return Files.size(folder.lock()) > 0;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether nobody brings the lab up. */
  static boolean isFree(LabFolder folder) {
    try (FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.WRITE)) {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (NoSuchFileException e) {
      return true; // nobody has begun
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LabException busy(LabFolder folder) {
    return new LabException(
        "lab " + folder.lab() + " is being brought up by another mignet; stop that one first");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

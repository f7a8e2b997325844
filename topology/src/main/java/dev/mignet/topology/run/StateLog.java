package dev.mignet.topology.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a lab's state in its folder. The whole of it is written only at the beginning and the end
 * of what is done to the lab; each step adds a line to a file of changes, so that a lab of a
 * thousand nodes is not written down five thousand times. {@code state.json} has the number of the
 * file that belongs to it: whenever the writer is killed, the two go together.
 */
final class StateLog implements AutoCloseable {

  private static final Gson PRETTY = new GsonBuilder().setPrettyPrinting().create();
  private static final Gson GSON = new Gson();

  private final LabFolder folder;
  private final List<StateChange> changes = new ArrayList<>();
  private LabState whole;
  private int number;
  private @Nullable FileChannel channel;

  /**
   * Of a lab in whose folder nobody else writes now.
   *
   * @param state as it is there, or as it is to be saved first
   */
  StateLog(LabFolder folder, LabState state) {
    this.folder = folder;
    this.whole = state;
    this.number = StateFile.number(folder);
  }

  LabState state() {
    return whole.after(changes);
  }

  /** Writes the whole state. */
  void save(LabState state) {
    JsonObject json = PRETTY.toJsonTree(state).getAsJsonObject();
    json.addProperty("changes", number + 1); // StateFile.Since
    PrivateFile.write(folder.state(), PRETTY.toJson(json) + '\n');
    close();
    try {
      Files.deleteIfExists(folder.changes(number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    number++;
    whole = state;
    changes.clear();
  }

  /** Notes a change. */
  void add(StateChange change) {
    changes.add(change);
    byte[] line = (GSON.toJson(change) + '\n').getBytes(StandardCharsets.UTF_8);
    try {
      if (channel == null) {
        channel =
            FileChannel.open(
                folder.changes(number),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      channel.write(ByteBuffer.wrap(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
        channel = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

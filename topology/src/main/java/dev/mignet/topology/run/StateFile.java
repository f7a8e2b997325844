package dev.mignet.topology.run;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.mignet.topology.run.LabState.ProcessState;
import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code state.json}, and the changes that a {@link StateLog} has noted since. */
final class StateFile {

  private static final Gson GSON = new Gson();

  private StateFile() {}

  /**
   * What {@code state.json} says beside the state.
   *
   * @param changes the number of the file with the changes since
   */
  record Since(int changes) {}

  /** The same daemon under another process id. */
  static void saveDaemon(LabFolder folder, ProcessState daemon) {
    PrivateFile.write(folder.daemonPid(daemon.node()), Long.toString(daemon.pid()));
  }

  private static List<ProcessState> current(LabFolder folder, LabState state) {
    return state.processes().stream()
        .map(process -> process.name().equals(LabState.DAEMON) ? current(folder, process) : process)
        .toList();
  }

  private static ProcessState current(LabFolder folder, ProcessState daemon) {
    try {
      long pid = Long.parseLong(Files.readString(folder.daemonPid(daemon.node())));
      return new ProcessState(daemon.node(), daemon.name(), pid, daemon.logs());
    } catch (NoSuchFileException e) {
      return daemon;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lab's state; empty where there is none (no such lab, or not even that was written). */
  static Optional<LabState> load(LabFolder folder) {
    return read(folder).map(json -> load(folder, json));
  }

  /** The state, and the number of its changes, from one reading: another one may be written now. */
  private static LabState load(LabFolder folder, JsonObject json) {
    LabState state =
        GSON.fromJson(json, LabState.class).after(changes(folder.changes(number(json))));
    return state.withProcesses(current(folder, state));
  }

  /** The number of the file with the changes since the state was written; 0 where it was not. */
  static int number(LabFolder folder) {
    return read(folder).map(StateFile::number).orElse(0);
  }

  private static int number(JsonObject json) {
    return GSON.fromJson(json, Since.class).changes();
  }

  private static Optional<JsonObject> read(LabFolder folder) {
    Path file = folder.state();
    try {
      return Optional.ofNullable(GSON.fromJson(Files.readString(file), JsonObject.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw new LabException("lab " + folder.lab() + " belongs to root: run mignet with sudo", e);
    } catch (JsonParseException e) {
      throw new LabException(
          file + " is damaged; \"mignet down --lab " + folder.lab() + "\" still works", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A change a line; of a line without an end the writer was killed. */
  private static List<StateChange> changes(Path file) {
    try {
      String text = Files.readString(file);
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(line -> GSON.fromJson(line, StateChange.class))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

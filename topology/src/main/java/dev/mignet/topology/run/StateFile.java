package dev.mignet.topology.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
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

/** Reads and writes {@code state.json}. */
final class StateFile {

  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private StateFile() {}

  static void save(LabFolder folder, LabState state) {
    PrivateFile.write(folder.state(), GSON.toJson(state) + '\n');
  }

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
    Path file = folder.state();
    try {
      LabState state = GSON.fromJson(Files.readString(file), LabState.class);
      return Optional.ofNullable(state).map(found -> found.withProcesses(current(folder, found)));
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
}

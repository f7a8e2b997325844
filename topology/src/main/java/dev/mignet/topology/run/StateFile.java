package dev.mignet.topology.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads and writes {@code state.json}. */
final class StateFile {

  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private StateFile() {}

  static void save(LabFolder folder, LabState state) {
    PrivateFile.write(folder.state(), GSON.toJson(state) + '\n');
  }

  /** The lab's state; empty where there is none (no such lab, or not even that was written). */
  static Optional<LabState> load(LabFolder folder) {
    Path file = folder.state();
    try {
      LabState state = GSON.fromJson(Files.readString(file), LabState.class);
      return Optional.ofNullable(state);
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

package dev.mignet.topology.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What commands have made of a lab's links since it came up; kept in its folder.
 *
 * @param engine that impairs links, by name; empty where none has been needed
 * @param set by the end that sends ({@code NODE:INTERFACE} or {@code NETWORK:PORT}), from a key of
 *     the topology to the text that goes over what the topology says
 * @param cut the ends of wires that were set down: the first of each wire
 */
record LinkChanges(String engine, Map<String, Map<String, String>> set, Set<String> cut) {

  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  static LinkChanges none() {
    return new LinkChanges("", new TreeMap<>(), new TreeSet<>());
  }

  static LinkChanges load(LabFolder folder) {
    try {
      LinkChanges changes = GSON.fromJson(Files.readString(folder.links()), LinkChanges.class);
      return new LinkChanges(
          changes.engine, new TreeMap<>(changes.set), new TreeSet<>(changes.cut));
    } catch (NoSuchFileException e) {
      return none();
    } catch (JsonParseException | NullPointerException e) {
      throw new LabException(folder.links() + " is damaged", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** There is no file where all is as the topology says and no engine is needed. */
  void save(LabFolder folder) throws IOException {
    set.values().removeIf(Map::isEmpty);
    if (equals(none())) {
      Files.deleteIfExists(folder.links());
    } else {
      PrivateFile.write(folder.links(), GSON.toJson(this) + '\n');
    }
  }

  LinkChanges withEngine(String name) {
    return new LinkChanges(name, set, cut);
  }
}

package dev.mignet.topology.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.mignet.topology.plan.Action.End;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.yaml.WireKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
 * @param cut wires that were set down, by one of their ends
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

  /** Has an end that sends have these values. */
  void put(End from, Map<WireKey, String> values) {
    Map<String, String> own = set.computeIfAbsent(from.text(), any -> new TreeMap<>());
    values.forEach((key, text) -> own.put(key.key(), text));
  }

  /** Has an end that sends have the topology's values of these keys. */
  void remove(End from, Set<WireKey> keys) {
    Map<String, String> own = set.getOrDefault(from.text(), new TreeMap<>());
    keys.forEach(key -> own.remove(key.key()));
  }

  /** Has an end be as the topology says. */
  void forget(End from) {
    set.remove(from.text());
    cut.remove(from.text());
  }

  /** Has nothing of ends that are not among these. */
  void keepOnly(Collection<String> ends) {
    set.keySet().retainAll(ends);
    cut.retainAll(ends);
  }

  /** For people: {@code a:eth0 down}, {@code a:eth0 delay 5 ms, loss 1 %}. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    cut.forEach(end -> texts.add(end + " down"));
    set.forEach(
        (end, values) -> {
          List<String> words =
              values.entrySet().stream().map(e -> e.getKey() + ' ' + e.getValue()).toList();
          texts.add(end + ' ' + String.join(", ", words));
        });
    return texts;
  }

  LinkChanges withEngine(String name) {
    return new LinkChanges(name, set, cut);
  }
}

package dev.mignet.topology.yaml;

import dev.mignet.topology.model.NodeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code files}: a name to a text, or to {@code {from: FILE}}. */
final class FilesKey {

  private static final String PART = "(?!\\.{1,2}(?:/|$))[^/\\x00-\\x1f]{1,255}";
  private static final Pattern NAME = Pattern.compile(PART + "(?:/" + PART + ")*");

  private final Sources sources;

  FilesKey(Sources sources) {
    this.sources = sources;
  }

  /**
   * Where the files of {@code from} are.
   *
   * @param folder that relative names are relative to
   * @param checked whether they must be there now: not any more once they were copied into a lab
   */
  record Sources(Path folder, boolean checked) {}

  Map<String, NodeFile> read(YamlValue value) {
    Map<String, NodeFile> files = new LinkedHashMap<>();
    value
        .entries()
        .forEach(
            (name, entry) -> {
              checkName(name, entry, files);
              file(entry.value()).ifPresent(file -> files.put(name, file));
            });
    return files;
  }

  private static void checkName(String name, YamlEntry entry, Map<String, NodeFile> before) {
    if (!NAME.matcher(name).matches()) {
      entry.problem("not a name for a file of a node, such as \"conf/web.conf\": \"" + name + '"');
    }
    for (String other : before.keySet()) {
      if (name.startsWith(other + '/') || other.startsWith(name + '/')) {
        entry.problem("\"" + name + "\" and \"" + other + "\" cannot both be files");
      }
    }
  }

  private Optional<NodeFile> file(YamlValue value) {
    if (value.isMapping()) {
      return value.object(Shape.FILE).required("from").flatMap(this::copy);
    }
    return value.isText()
        ? value.text().map(NodeFile.Text::new)
        : value.wrongType("a text or { from: FILE }");
  }

  private Optional<NodeFile> copy(YamlValue value) {
    Optional<String> text = value.text();
    if (text.isEmpty() || text.get().isEmpty() || text.get().indexOf('\0') >= 0) {
      text.ifPresent(written -> value.problem("not a name of a file: \"" + written + '"'));
      return Optional.empty();
    }
    Path file = sources.folder().resolve(text.get()).normalize();
    if (sources.checked() && !Files.isRegularFile(file)) {
      value.problem("no file " + file);
      return Optional.empty();
    }
    return Optional.of(new NodeFile.Copy(file));
  }
}

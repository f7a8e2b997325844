package dev.mignet.topology.testing;

import dev.mignet.topology.spi.Feature;
import dev.mignet.topology.spi.ServiceContext;
import dev.mignet.topology.spi.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls itself apache, as the examples do, and runs {@code sleep}. */
public final class FakeService implements ServiceKind {

  @Override
  public String name() {
    return "apache";
  }

  @Override
  public Set<String> options() {
    return Set.of("mpm", "backlog", "behaviour");
  }

  @Override
  public Map<String, String> problems(Map<String, String> options) {
    return options.getOrDefault("mpm", "event").equals("event")
        ? Map.of()
        : Map.of("mpm", "must be event");
  }

  @Override
  public List<Feature> features() {
    return List.of(Feature.present(name(), "fake"));
  }

  @Override
  public void prepare(ServiceContext context) throws IOException {
    Files.writeString(context.folder().resolve("prepared"), context.node());
    if (context.options().getOrDefault("behaviour", "run").equals("fill")) {
      Files.write(context.folder().resolve("large"), new byte[16 << 20]);
    }
  }

  @Override
  public List<String> command(ServiceContext context) {
    return switch (context.options().getOrDefault("behaviour", "run")) {
      case "die" -> List.of("sh", "-c", "echo no such thing >&2; exit 3");
      default -> List.of("sh", "-c", "echo started at $WHERE; exec sleep 1000");
    };
  }

  @Override
  public boolean isReady(ServiceContext context) throws IOException {
    return Set.of("run", "fill").contains(context.options().getOrDefault("behaviour", "run"))
        && Files.readString(context.labFolder().resolve(output(context))).contains("started");
  }

  private static String output(ServiceContext context) {
    return "nodes/" + context.node() + "/log/apache.log";
  }

  @Override
  public List<Path> logs(ServiceContext context) {
    return List.of();
  }
}

package dev.mignet.topology.testing;

import dev.mignet.topology.spi.Feature;
import dev.mignet.topology.spi.ServiceContext;
import dev.mignet.topology.spi.ServiceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A service that has options and runs {@code sleep}. */
public record FakeService(String name) implements ServiceKind {

  @Override
  public Set<String> options() {
    return Set.of("mpm", "backlog");
  }

  @Override
  public Map<String, String> problems(Map<String, String> options) {
    return options.getOrDefault("mpm", "event").equals("event")
        ? Map.of()
        : Map.of("mpm", "must be event");
  }

  @Override
  public List<Feature> features() {
    return List.of(Feature.present(name, "fake"));
  }

  @Override
  public void prepare(ServiceContext context) {}

  @Override
  public List<String> command(ServiceContext context) {
    return List.of("sleep", "1000");
  }

  @Override
  public boolean isReady(ServiceContext context) {
    return true;
  }

  @Override
  public List<Path> logs(ServiceContext context) {
    return List.of();
  }
}

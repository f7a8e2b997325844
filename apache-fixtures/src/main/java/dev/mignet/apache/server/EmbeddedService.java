package dev.mignet.apache.server;

import dev.mignet.topology.spi.Feature;
import dev.mignet.topology.spi.ServiceContext;
import dev.mignet.topology.spi.ServiceKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The service {@code embedded}: {@link EmbeddedServer} where Apache cannot be had. */
public final class EmbeddedService implements ServiceKind {

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public Set<String> options() {
    return Set.of();
  }

  @Override
  public Map<String, String> problems(Map<String, String> options) {
    return Map.of();
  }

  @Override
  public List<Feature> features() {
    return List.of();
  }

  @Override
  public void prepare(ServiceContext context) throws IOException {
    Content.prepare(context);
  }

  @Override
  public List<String> command(ServiceContext context) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-Xshare:auto",
                // Head and body are two writes: Nagle's algorithm would hold the second one back.
                "-Dsun.net.httpserver.nodelay=true",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedServer.class.getName(),
                context.node(),
                Content.folder(context).toString()));
    command.addAll(Place.all(context));
    return command;
  }

  @Override
  public boolean isReady(ServiceContext context) throws IOException {
    return Probe.answers(context.endpoints());
  }

  @Override
  public List<Path> logs(ServiceContext context) {
    return List.of();
  }
}

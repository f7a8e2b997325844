package dev.mignet.apache.server;

import dev.mignet.nodes.process.JavaCommand;
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
    List<String> arguments =
        new ArrayList<>(List.of(context.node(), Content.folder(context).toString()));
    ListenPorts.all(context).forEach(port -> arguments.add(port.toString()));
    // Head and body are two writes: Nagle's algorithm would hold the second one back.
    return JavaCommand.of(
        EmbeddedServer.class.getName(),
        List.of("-Xmx64m", "-Dsun.net.httpserver.nodelay=true"),
        arguments);
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

package dev.mignet.topology.cli;

import com.google.gson.JsonObject;
import dev.mignet.nodes.control.ControlClient;
import dev.mignet.topology.run.LabState;
import dev.mignet.topology.run.LabState.NodeState;
import dev.mignet.topology.run.LocalLabs;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mignet migrate}. */
@Command(name = "migrate", description = "Move one connection to another back-end now.")
final class MigrateCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();

  @Parameters(index = "0", paramLabel = "NODE", description = "The back-end that serves it now.")
  private String node = "";

  @Parameters(
      index = "1",
      paramLabel = "CONNECTION",
      description = "As \"mignet connections\" names it, such as 10.9.1.1:40812.")
  private String connection = "";

  @Parameters(index = "2", paramLabel = "TARGET", description = "The back-end to move it to.")
  private String target = "";

  MigrateCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws IOException {
    LabState state = options.state(labs);
    NodeState from = BackEnds.require(options, state, node);
    BackEnds.require(options, state, target);
    JsonObject request = new JsonObject();
    request.addProperty("command", "migrate");
    request.addProperty("connection", connection);
    request.addProperty("target", target);
    try (ControlClient client = BackEnds.connect(state, from)) {
      client.request(request);
    }
    options.out().println(connection + " moves from " + node + " to " + target);
    options.out().flush();
    return ExitCode.DONE;
  }
}

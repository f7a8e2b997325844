package dev.mignet.san.hold;

import com.google.gson.JsonObject;
import dev.mignet.nodes.control.ControlServer;
import dev.mignet.nodes.linux.ArrivalTimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The engine's process: {@code Main SETTINGS.json CONTROL.sock}. It is ready when its control
 * socket answers {@code ping}; on {@code reload} it reads the settings again; it ends when there is
 * nothing to hold any more.
 */
public final class Main {
  private Main() {}

  /** Exit codes: 0 nothing is left to hold, 1 failed, 2 usage. */
  public static void main(String[] args) {
    if (args.length != 2) {
      System.err.println("usage: Main SETTINGS.json CONTROL.sock");
      System.exit(2);
    }
    try {
      run(Path.of(args[0]), Path.of(args[1]));
    } catch (IOException | RuntimeException e) {
      System.err.println("link engine: " + e);
      e.printStackTrace();
      System.exit(1);
    }
  }

  @SuppressWarnings("try") // resources that only have to live
  private static void run(Path settings, Path control) throws IOException {
    try (ArrivalTimes times = new ArrivalTimes();
        HoldLoop loop = new HoldLoop()) {
      loop.apply(HoldSettings.read(settings));
      try (ControlServer server =
          ControlServer.start(control, request -> answer(loop, settings, request))) {
        loop.run();
      }
    }
  }

  private static JsonObject answer(HoldLoop loop, Path settings, JsonObject request) {
    String command = request.get("command").getAsString();
    switch (command) {
      case "ping" -> {}
      case "reload" -> reload(loop, settings);
      default -> throw new IllegalArgumentException("no command \"" + command + '"');
    }
    return new JsonObject();
  }

  private static void reload(HoldLoop loop, Path settings) {
    HoldSettings read;
    try {
      read = HoldSettings.read(settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    loop.mailbox()
        .ask(
            () -> {
              loop.apply(read);
              return true;
            })
        .join();
  }
}

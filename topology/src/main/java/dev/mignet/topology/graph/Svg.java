package dev.mignet.topology.graph;

import dev.mignet.topology.model.Lab;
import dev.mignet.topology.spi.LabException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/** A lab as a picture, drawn by Graphviz. */
public final class Svg {

  private Svg() {}

  /**
   * The picture's text.
   *
   * @throws LabException where Graphviz is not installed, or does not draw it
   */
  public static String of(Lab lab) throws IOException, InterruptedException {
    Process dot = start();
    try (OutputStream in = dot.getOutputStream()) {
      in.write(Dot.of(lab).getBytes(StandardCharsets.UTF_8)); // it reads all before it writes
    }
    String picture = new String(dot.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = dot.waitFor();
    if (exitCode != 0) {
      throw new LabException("Graphviz's dot ended with exit code " + exitCode);
    }
    return picture;
  }

  private static Process start() {
    try {
      return new ProcessBuilder("dot", "-Tsvg").redirectError(Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new LabException(
          "a picture is drawn by Graphviz, which is not installed (Debian, Ubuntu: apt install"
              + " graphviz); mermaid and dot need no program",
          e);
    }
  }
}

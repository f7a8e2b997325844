package dev.mignet.topology.cli;

import dev.mignet.topology.model.Lab;
import dev.mignet.topology.run.LocalLabs;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.yaml.TopologyWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mignet save}. */
@Command(
    name = "save",
    description = {
      "Write the topology of a lab that is up, with every default filled in and every address given.",
      "What is edited in it moves no address of anything else, so that \"up\" changes only that."
    })
final class SaveCommand implements Callable<Integer> {

  private final LocalLabs labs;

  @Mixin private final LabOptions options = new LabOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file to write, which must not exist yet; default: standard output.")
  private @Nullable Path output;

  SaveCommand(LocalLabs labs) {
    this.labs = labs;
  }

  @Override
  public Integer call() throws IOException {
    Lab lab = options.running(labs).lab();
    String text = TopologyWriter.text(lab);
    if (output == null) {
      options.out().print(text);
    } else {
      write(output, text);
      options.out().println("lab " + lab.name() + " is saved to " + output);
    }
    options.out().flush();
    return ExitCode.DONE;
  }

  private static void write(Path file, String text) throws IOException {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new LabException(file + " exists already", e);
    }
  }
}

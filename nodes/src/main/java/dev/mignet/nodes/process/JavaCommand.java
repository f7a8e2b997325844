package dev.mignet.nodes.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The words that run another main class of Mignet in a Java of its own, small and quick to start:
 * it is one of many on the machine. What ends soon should add {@link #C1_ONLY}.
 *
 * <p>It gets this process's Java and class path, and two things that {@code scripts/mignet} gives
 * this process where the build has made them: the folder with jffi's native library (otherwise
 * every process unpacks its own into /tmp) and the archive of loaded classes (AppCDS).
 */
public final class JavaCommand {

  /** Which archive this process was started with, so that its children get it too. */
  private static final String CLASS_ARCHIVE = "mignet.class-archive";

  private static final String NATIVE_LIBRARIES = "jffi.boot.library.path";

  /**
   * Compiles little and at once, by the compiler C1 alone: for a process that ends before more
   * would pay, or that waits most of the time.
   */
  public static final String C1_ONLY = "-XX:TieredStopAtLevel=1";

  private JavaCommand() {}

  /**
   * A command of one argument a word.
   *
   * @param mainClass the name of a class in this process's class path
   * @param options further options of the Java, such as {@code -Xmx64m}
   * @param arguments of the program
   */
  public static List<String> of(String mainClass, List<String> options, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData")); // its file in /tmp would outlive a killed process
    String archive = System.getProperty(CLASS_ARCHIVE);
    if (archive != null) {
      // An archive that does not fit (a jar was rebuilt, another Java) is left out without a word.
      command.addAll(
          List.of(
              "-Xshare:auto",
              "-Xlog:cds=off",
              "-XX:+UnlockDiagnosticVMOptions",
              "-XX:ArchiveRelocationMode=0", // its pages stay as they are, so that all share them
              "-XX:SharedArchiveFile=" + archive,
              "-D" + CLASS_ARCHIVE + "=" + archive));
    }
    String libraries = System.getProperty(NATIVE_LIBRARIES);
    if (libraries != null) {
      command.add("-D" + NATIVE_LIBRARIES + "=" + libraries);
    }
    command.addAll(options);
    command.addAll(List.of("-cp", absoluteClassPath(), mainClass));
    command.addAll(arguments);
    return command;
  }

  private static String absoluteClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}

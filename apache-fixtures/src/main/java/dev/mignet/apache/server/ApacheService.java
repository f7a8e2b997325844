package dev.mignet.apache.server;

import dev.mignet.topology.spi.Feature;
import dev.mignet.topology.spi.LabException;
import dev.mignet.topology.spi.ServiceContext;
import dev.mignet.topology.spi.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The service {@code apache}: the machine's Apache, unmodified, one server a node, with its own
 * ServerRoot, configuration, logs and pid in the node's folder and the lab's common files as
 * document root.
 */
public final class ApacheService implements ServiceKind {

  private static final String REMEDY =
      "install it (Debian, Ubuntu: apt install apache2-bin), or let the nodes run `embedded`";

  private static final String UPLOAD_SCRIPT =
      """
      #!/bin/sh
      printf 'Content-Type: text/plain\\r\\n\\r\\n'
      exec sha256sum
      """;

  private static final String NAME = "apache";

  /**
   * The log of served requests, a line each, of a node's Apache.
   *
   * @param nodeFolder the node's, {@code /run/mignet/LAB/nodes/NODE}
   */
  public static Path accessLog(Path nodeFolder) {
    return nodeFolder.resolve(NAME).resolve(ApacheConfiguration.ACCESS_LOG);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> options() {
    return ApacheOptions.keys();
  }

  @Override
  public Map<String, String> problems(Map<String, String> options) {
    return ApacheOptions.problems(options);
  }

  @Override
  public List<Feature> features() {
    try {
      return List.of(Feature.present("Apache", find(Mpm.EVENT).program().toString()));
    } catch (IOException e) {
      return List.of(
          Feature.missing(
              "Apache", String.valueOf(e.getMessage()), "no lab with `apache` comes up", REMEDY));
    }
  }

  @Override
  public void prepare(ServiceContext context) throws IOException {
    Content.prepare(context);
    ApacheOptions options = ApacheOptions.of(context.options());
    ApacheConfiguration configuration =
        new ApacheConfiguration(
            find(options.mpm()),
            options,
            context.node(),
            context.folder(),
            Content.folder(context),
            ListenPorts.all(context));
    letEverybodyEnter(context.folder());
    letEverybodyEnter(Files.createDirectories(configuration.scripts()));
    Path upload = configuration.scripts().resolve("upload");
    Files.writeString(upload, UPLOAD_SCRIPT);
    letEverybodyEnter(upload);
    Path unfinished = context.folder().resolve("httpd.conf.unfinished");
    Files.writeString(unfinished, configuration.text());
    Files.move(unfinished, configurationFile(context), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Apache's children are not root, and root's umask may be strict. */
  private static void letEverybodyEnter(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Override
  public List<String> command(ServiceContext context) {
    Path program;
    try {
      program = find(ApacheOptions.of(context.options()).mpm()).program();
    } catch (IOException e) {
      throw new LabException(e.getMessage() + ": " + REMEDY, e);
    }
    return List.of(
        program.toString(),
        "-d",
        context.folder().toString(),
        "-f",
        configurationFile(context).toString(),
        "-D",
        "FOREGROUND");
  }

  @Override
  public boolean isReady(ServiceContext context) throws IOException {
    return Probe.answers(context.endpoints());
  }

  @Override
  public List<Path> logs(ServiceContext context) {
    return List.of(
        context.folder().resolve(ApacheConfiguration.ERROR_LOG),
        context.folder().resolve(ApacheConfiguration.ACCESS_LOG));
  }

  private static Path configurationFile(ServiceContext context) {
    return context.folder().resolve("httpd.conf");
  }

  private static ApacheInstallation find(Mpm mpm) throws IOException {
    ApacheInstallation found =
        ApacheInstallation.find().orElseThrow(() -> new IOException("no apache2 or httpd found"));
    List<String> missing = found.missing(ApacheConfiguration.modules(mpm));
    if (!missing.isEmpty()) {
      throw new IOException(found.program() + " has no module " + String.join(", ", missing));
    }
    return found;
  }
}

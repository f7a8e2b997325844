package dev.mignet.apache.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of an Apache's configuration. Everything that Apache writes is below one folder, and
 * nothing of the machine's own configuration is included.
 *
 * @param installation the program and its modules
 * @param options from the topology
 * @param node named in every response, as the header {@code X-Node}
 * @param folder the server's own: configuration, logs, pid, locks, scripts
 * @param documents the document root
 * @param ports where it listens, at all addresses of the node, 1..65535
 */
record ApacheConfiguration(
    ApacheInstallation installation,
    ApacheOptions options,
    String node,
    Path folder,
    Path documents,
    List<Integer> ports) {

  /** The name of the error log in the server's folder. */
  static final String ERROR_LOG = "error.log";

  /** The name of the access log in the server's folder. */
  static final String ACCESS_LOG = "access.log";

  /** What every configuration needs beside the MPM and the module for scripts. */
  private static final List<String> MODULES =
      List.of("unixd", "log_config", "authz_core", "alias", "headers");

  /** The modules of a configuration for this MPM. */
  static List<String> modules(Mpm mpm) {
    List<String> modules = new ArrayList<>(MODULES);
    modules.add(0, mpm.module());
    modules.add(mpm.cgiModule());
    return modules;
  }

  /** The folder of the scripts behind {@code /cgi-bin/}. */
  Path scripts() {
    return folder.resolve("cgi-bin");
  }

  /** The whole text of {@code httpd.conf}. */
  String text() {
    return """
        # Written by Mignet for node %1$s; the machine's own Apache and its configuration stay as they are.
        ServerRoot "%2$s"
        ServerName %1$s
        DefaultRuntimeDir "%2$s"
        PidFile "%2$s/httpd.pid"
        Mutex "file:%2$s" default
        %3$s
        User %4$s
        Group %5$s
        ListenBacklog %6$d
        %7$s
        Timeout 60
        KeepAlive %8$s
        KeepAliveTimeout %9$dms
        MaxKeepAliveRequests %10$d

        ErrorLog "%2$s/%11$s"
        LogLevel warn
        LogFormat "%%h:%%{remote}p %%t \\"%%r\\" %%>s %%B" mignet
        CustomLog "%2$s/%12$s" mignet

        Header always set X-Node %1$s
        DocumentRoot "%13$s"
        <Directory "/">
            AllowOverride None
            Require all denied
        </Directory>
        <Directory "%13$s">
            Require all granted
        </Directory>
        ScriptAlias /cgi-bin/ "%14$s/"
        <Directory "%14$s">
            Require all granted
        </Directory>
        """
        .formatted(
            node,
            folder,
            loadModules(),
            installation.account().user(),
            installation.account().group(),
            options.backlog(),
            ports.stream().map(port -> "Listen " + port).collect(Collectors.joining("\n")),
            options.keepAliveTimeoutMillis() > 0 ? "On" : "Off",
            options.keepAliveTimeoutMillis(),
            options.maxKeepAliveRequests(),
            ERROR_LOG,
            ACCESS_LOG,
            documents,
            scripts());
  }

  private String loadModules() {
    String lines =
        modules(options.mpm()).stream()
            .filter(module -> !installation.hasBuiltIn(module))
            .map(module -> "LoadModule " + module + "_module " + installation.sharedObject(module))
            .collect(Collectors.joining("\n"));
    return switch (options.mpm()) {
      case PREFORK -> lines;
      case WORKER -> lines + scriptSock();
      case EVENT ->
          lines + scriptSock() + "\nAsyncRequestWorkerFactor " + options.asyncRequestWorkerFactor();
    };
  }

  private String scriptSock() {
    return "\nScriptSock \"" + folder.resolve("cgid") + '"';
  }
}

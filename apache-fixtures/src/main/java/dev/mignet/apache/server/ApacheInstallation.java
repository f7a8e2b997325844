package dev.mignet.apache.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The machine's Apache: program and modules only, none of its configuration.
 *
 * @param program such as {@code /usr/sbin/apache2}
 * @param modules the folder of its shared modules
 * @param builtIn modules that are part of the program, such as {@code mod_so}
 * @param account whom its children run as
 */
record ApacheInstallation(Path program, Path modules, Set<String> builtIn, Account account) {

  /** A system user and group without rights of their own. */
  record Account(String user, String group) {}

  /** Debian and Ubuntu; Fedora and the like; Arch and the like; built from source. */
  private static final List<List<String>> PLACES =
      List.of(
          List.of("/usr/sbin/apache2", "/usr/lib/apache2/modules"),
          List.of("/usr/sbin/httpd", "/usr/lib64/httpd/modules"),
          List.of("/usr/bin/httpd", "/usr/lib/httpd/modules"),
          List.of("/usr/local/apache2/bin/httpd", "/usr/local/apache2/modules"));

  private static final List<Account> ACCOUNTS =
      List.of(
          new Account("www-data", "www-data"),
          new Account("apache", "apache"),
          new Account("http", "http"),
          new Account("daemon", "daemon"));

  /** Looks for an Apache; empty where the machine has none that starts. */
  static Optional<ApacheInstallation> find() throws IOException {
    for (List<String> place : PLACES) {
      Path program = Path.of(place.get(0));
      Path modules = Path.of(place.get(1));
      if (Files.isExecutable(program) && Files.isDirectory(modules)) {
        return Optional.of(
            new ApacheInstallation(program, modules, builtIn(program), unprivilegedAccount()));
      }
    }
    return Optional.empty();
  }

  /** The modules among those wanted that are neither built in nor in the folder. */
  List<String> missing(List<String> wanted) {
    return wanted.stream()
        .filter(module -> !hasBuiltIn(module) && !Files.exists(sharedObject(module)))
        .toList();
  }

  /** {@code authz_core} is {@code mod_authz_core.c} in the program's own list. */
  boolean hasBuiltIn(String module) {
    return builtIn.contains("mod_" + module);
  }

  Path sharedObject(String module) {
    return modules.resolve("mod_" + module + ".so");
  }

  /** What {@code apache2 -l} prints: a title, then lines such as {@code mod_so.c}. */
  static Set<String> parseBuiltIn(String list) {
    return list.lines()
        .map(String::strip)
        .filter(line -> line.endsWith(".c"))
        .map(line -> line.substring(0, line.length() - 2))
        .collect(Collectors.toSet());
  }

  private static Set<String> builtIn(Path program) throws IOException {
    Process process =
        new ProcessBuilder(program.toString(), "-l")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    return parseBuiltIn(
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
  }

  private static Account unprivilegedAccount() throws IOException {
    for (Account account : ACCOUNTS) {
      if (exists(account)) {
        return account;
      }
    }
    throw new IOException("none of the users www-data, apache, http, daemon exists");
  }

  private static boolean exists(Account account) throws IOException {
    UserPrincipalLookupService lookup = FileSystems.getDefault().getUserPrincipalLookupService();
    try {
      lookup.lookupPrincipalByName(account.user());
      lookup.lookupPrincipalByGroupName(account.group());
      return true;
    } catch (UserPrincipalNotFoundException e) {
      return false;
    }
  }
}

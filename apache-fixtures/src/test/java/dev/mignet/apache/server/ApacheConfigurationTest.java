package dev.mignet.apache.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApacheConfigurationTest {

  private static final ApacheInstallation DEBIAN =
      new ApacheInstallation(
          Path.of("/usr/sbin/apache2"),
          Path.of("/usr/lib/apache2/modules"),
          Set.of("core", "mod_so", "http_core", "mod_log_config", "mod_unixd"),
          new ApacheInstallation.Account("www-data", "www-data"));

  private static String text(ApacheInstallation installation, Map<String, String> options) {
    return new ApacheConfiguration(
            installation,
            ApacheOptions.of(options),
            "a",
            Path.of("/run/mignet/lab/nodes/a/apache"),
            Path.of("/run/mignet/lab/shared/files"),
            List.of(80, 8080))
        .text();
  }

  @Test
  void the_event_mpm_is_the_default_and_scripts_run_by_its_helper_process() {
    assertThat(text(DEBIAN, Map.of()).lines())
        .contains(
            "LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so",
            "LoadModule cgid_module /usr/lib/apache2/modules/mod_cgid.so",
            "ScriptSock \"/run/mignet/lab/nodes/a/apache/cgid\"",
            "AsyncRequestWorkerFactor 2");
  }

  @Test
  void prefork_forks_its_scripts_itself() {
    assertThat(text(DEBIAN, Map.of("mpm", "prefork")))
        .contains("LoadModule mpm_prefork_module")
        .contains("LoadModule cgi_module")
        .doesNotContain("mpm_event")
        .doesNotContain("ScriptSock")
        .doesNotContain("AsyncRequestWorkerFactor");
  }

  @Test
  void what_is_built_in_is_not_loaded() {
    assertThat(text(DEBIAN, Map.of())).doesNotContain("log_config_module").doesNotContain("unixd_");
  }

  @Test
  void what_is_not_built_in_is_loaded() {
    ApacheInstallation fedora =
        new ApacheInstallation(
            Path.of("/usr/sbin/httpd"),
            Path.of("/usr/lib64/httpd/modules"),
            Set.of("core", "mod_so", "http_core"),
            new ApacheInstallation.Account("apache", "apache"));
    assertThat(text(fedora, Map.of()).lines())
        .contains(
            "LoadModule unixd_module /usr/lib64/httpd/modules/mod_unixd.so",
            "LoadModule log_config_module /usr/lib64/httpd/modules/mod_log_config.so",
            "User apache",
            "Group apache");
  }

  @Test
  void it_listens_at_the_ports_of_its_endpoints() {
    assertThat(text(DEBIAN, Map.of()).lines().filter(line -> line.startsWith("Listen ")))
        .containsExactly("Listen 80", "Listen 8080");
  }

  @Test
  void options_become_directives() {
    assertThat(
            text(
                    DEBIAN,
                    Map.of(
                        "backlog", "16",
                        "keep-alive-timeout", "250 ms",
                        "max-keep-alive-requests", "6"))
                .lines())
        .contains(
            "ListenBacklog 16", "KeepAlive On", "KeepAliveTimeout 250ms", "MaxKeepAliveRequests 6");
    assertThat(text(DEBIAN, Map.of("keep-alive-timeout", "0 s")).lines()).contains("KeepAlive Off");
  }

  @Test
  void every_response_names_its_node() {
    assertThat(text(DEBIAN, Map.of()).lines()).contains("Header always set X-Node a");
  }

  @Test
  void everything_that_is_written_is_below_the_servers_own_folder() {
    assertThat(
            text(DEBIAN, Map.of())
                .lines()
                .filter(
                    line ->
                        line.matches(
                            "(ServerRoot|DefaultRuntimeDir|PidFile|Mutex|ErrorLog|CustomLog|ScriptSock) .*")))
        .hasSize(7)
        .allMatch(line -> line.matches(".*\"(file:)?/run/mignet/lab/nodes/a/apache.*"));
  }

  @Test
  void the_list_of_built_in_modules_is_read() {
    assertThat(ApacheInstallation.parseBuiltIn("Compiled in modules:\n  core.c\n  mod_unixd.c\n"))
        .containsExactlyInAnyOrder("core", "mod_unixd");
  }
}

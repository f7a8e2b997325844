package dev.mignet.apache.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mignet.apache.files.FileSet;
import dev.mignet.nodes.net.IpPrefix;
import dev.mignet.nodes.net.NetworkNamespace;
import dev.mignet.nodes.process.Cgroup;
import dev.mignet.nodes.process.NodeCommand;
import dev.mignet.nodes.process.ProcessLauncher;
import dev.mignet.nodes.testing.Patience;
import dev.mignet.nodes.testing.RequiresRoot;
import dev.mignet.nodes.testing.ScratchNamespaces;
import dev.mignet.tcpmig.settings.Mechanism;
import dev.mignet.tcpmig.settings.Protocol;
import dev.mignet.tcpmig.settings.Variant;
import dev.mignet.topology.model.GenericEndpoint;
import dev.mignet.topology.spi.ServiceContext;
import dev.mignet.topology.spi.ServiceKind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server on a node, asked from inside.
 *
 * <pre>
 *   [ a   lo: 10.9.100.1/32, port 80 ]
 * </pre>
 */
@RequiresRoot
@SuppressWarnings("NullAway.Init") // JUnit calls build() first
class ServerIT {

  private static final GenericEndpoint WEB =
      new GenericEndpoint(
          "web",
          IpPrefix.address("10.9.100.1"),
          80,
          Protocol.HTTP,
          List.of("a"),
          List.of(),
          Variant.BACK_END,
          "san",
          1 << 20,
          Map.of(),
          Duration.ofMinutes(15),
          List.of(),
          Optional.empty(),
          Mechanism.AUTO);

  @RegisterExtension final ScratchNamespaces scratch = new ScratchNamespaces();
  @TempDir private Path folder;

  private NetworkNamespace a;
  private Cgroup cgroup;

  @BeforeEach
  void build() throws IOException {
    a = scratch.namespace("a");
    a.rtnetlink().addAddress("lo", IpPrefix.parse("10.9.100.1/32"));
    cgroup = scratch.cgroup();
    // The servers' children are not root, and have to get through.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"event", "prefork", "worker"})
  void apache_serves_files_and_uploads(String mpm) throws Exception {
    ServiceContext context = context("apache", Map.of("mpm", mpm));
    startAndAwait(new ApacheService(), context);
    assertServes();
    assertThat(context.folder().resolve("error.log")).content().doesNotContain("error]");
  }

  @Test
  void the_embedded_server_serves_files_and_uploads() throws Exception {
    startAndAwait(new EmbeddedService(), context("embedded", Map.of()));
    assertServes();
  }

  @Test
  void nothing_of_the_machines_own_apache_is_touched_and_nothing_stays() throws Exception {
    Set<Path> before = filesOfTheMachinesApache();
    Set<Long> processesBefore = apacheProcesses();
    startAndAwait(new ApacheService(), context("apache", Map.of()));
    assertThat(apacheProcesses()).hasSizeGreaterThan(processesBefore.size());
    cgroup.kill();
    await().untilAsserted(() -> assertThat(apacheProcesses()).isEqualTo(processesBefore));
    assertThat(filesOfTheMachinesApache()).isEqualTo(before);
  }

  @Test
  void an_apache_that_cannot_start_says_why() throws Exception {
    startAndAwait(new EmbeddedService(), context("embedded", Map.of()));
    ApacheService apache = new ApacheService();
    ServiceContext context = context("apache", Map.of());
    apache.prepare(context);
    Process late = start(apache, context);
    assertThat(late.waitFor(Patience.of(Duration.ofSeconds(10)).toMillis(), TimeUnit.MILLISECONDS))
        .isTrue();
    assertThat(late.exitValue()).isNotZero();
    assertThat(logFile(apache)).content().contains("Address already in use");
  }

  private ServiceContext context(String kind, Map<String, String> options) throws IOException {
    Path own = Files.createDirectories(folder.resolve("nodes/a").resolve(kind));
    return new ServiceContext(
        "lab",
        "a",
        folder,
        own,
        List.of(WEB),
        Map.of(),
        options,
        Patience.of(Duration.ofSeconds(30)));
  }

  private void startAndAwait(ServiceKind kind, ServiceContext context) throws IOException {
    kind.prepare(context);
    Process process = start(kind, context);
    await()
        .ignoreException(ConnectException.class)
        .atMost(kind.startLimit(context))
        .pollInterval(Duration.ofMillis(20))
        .failFast(
            () -> assertThat(process.isAlive()).as(() -> "alive; its log: " + log(kind)).isTrue())
        .until(() -> a.call(() -> kind.isReady(context)));
  }

  private Process start(ServiceKind kind, ServiceContext context) throws IOException {
    return new ProcessLauncher(a.path(), cgroup)
        .start(NodeCommand.detached(logFile(kind), kind.command(context)));
  }

  private Path logFile(ServiceKind kind) {
    return folder.resolve(kind.name() + ".log");
  }

  private String log(ServiceKind kind) {
    try {
      return Files.readString(logFile(kind));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void assertServes() throws Exception {
    for (FileSet.Entry entry : Content.FILES.entries()) {
      HttpURLConnection get = connect("/" + entry.path());
      assertThat(a.call(() -> get.getInputStream().readAllBytes()))
          .as(entry.path())
          .isEqualTo(Content.FILES.content(entry));
      assertThat(get.getHeaderField("X-Node")).isEqualTo("a");
    }
    byte[] body = Content.FILES.content(new FileSet.Entry("upload", 300_000));
    HttpURLConnection post = connect("/cgi-bin/upload");
    post.setDoOutput(true);
    String answer =
        a.call(
            () -> {
              try (OutputStream out = post.getOutputStream()) {
                out.write(body);
              }
              return new String(post.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            });
    assertThat(answer)
        .isEqualTo(
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body)) + "  -\n");
    HttpURLConnection missing = connect("/none");
    assertThat(a.<Integer, IOException>call(missing::getResponseCode)).isEqualTo(404);
  }

  private static HttpURLConnection connect(String path) throws IOException {
    return (HttpURLConnection) URI.create("http://10.9.100.1" + path).toURL().openConnection();
  }

  private static Set<Path> filesOfTheMachinesApache() throws IOException {
    Set<Path> files = new TreeSet<>();
    for (String place : List.of("/etc/apache2", "/var/log/apache2", "/var/www", "/run/apache2")) {
      if (Files.exists(Path.of(place))) {
        try (Stream<Path> below = Files.walk(Path.of(place))) {
          below.forEach(files::add);
        }
      }
    }
    return files;
  }

  private static Set<Long> apacheProcesses() {
    Set<Long> ids = new TreeSet<>();
    ProcessHandle.allProcesses()
        .filter(
            process ->
                process.info().command().filter(c -> c.matches(".*/(apache2|httpd)")).isPresent())
        .forEach(process -> ids.add(process.pid()));
    return ids;
  }
}

package dev.mignet.apache.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mignet.apache.files.FileSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTest {

  private static final FileSet FILES = new FileSet(7);

  @TempDir private Path folder;
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    FILES.writeTo(folder.resolve("files"));
    server =
        new EmbeddedServer("b", folder.resolve("files"))
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void stop() {
    server.stop(0);
    ((ExecutorService) server.getExecutor()).shutdownNow();
  }

  private HttpResponse<byte[]> send(String path, HttpRequest.Builder request) throws Exception {
    URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + path);
    return HttpClient.newHttpClient().send(request.uri(uri).build(), BodyHandlers.ofByteArray());
  }

  @Test
  void a_file_is_served_and_the_node_named() throws Exception {
    HttpResponse<byte[]> response = send("/class1/file2", HttpRequest.newBuilder());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("X-Node")).contains("b");
    assertThat(response.body())
        .isEqualTo(FILES.content(new FileSet.Entry("class1/file2", FileSet.size(1, 2))));
  }

  @Test
  void head_gives_the_length_alone() throws Exception {
    HttpResponse<byte[]> response =
        send(
            "/class2/file0",
            HttpRequest.newBuilder().method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(response.headers().firstValue("Content-Length")).contains("10240");
    assertThat(response.body()).isEmpty();
  }

  @Test
  void an_upload_is_answered_by_its_digest() throws Exception {
    byte[] body = new byte[300_000];
    HttpResponse<byte[]> response =
        send(
            "/cgi-bin/upload",
            HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    assertThat(response.body())
        .asString()
        .isEqualTo(
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body)) + "  -\n");
  }

  @Test
  void nothing_outside_the_folder_is_served() throws Exception {
    assertThat(send("/../secret", HttpRequest.newBuilder()).statusCode()).isEqualTo(404);
    assertThat(send("/none", HttpRequest.newBuilder()).statusCode()).isEqualTo(404);
  }
}

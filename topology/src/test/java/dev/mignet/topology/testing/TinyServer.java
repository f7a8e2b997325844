package dev.mignet.topology.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A command of a user that serves HTTP: answers every request by one status. */
public final class TinyServer {

  private TinyServer() {}

  /** Listens at the port of the first argument; the second is the status. */
  public static void main(String[] arguments) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(arguments[0])), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(Integer.parseInt(arguments[1]), -1);
          exchange.close();
        });
    server.start();
    System.out.println("serving");
  }
}

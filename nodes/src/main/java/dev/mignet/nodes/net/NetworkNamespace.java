package dev.mignet.nodes.net;

import static dev.mignet.nodes.linux.KernelException.check;

import dev.mignet.nodes.linux.KernelException;
import dev.mignet.nodes.linux.LinuxConstants;
import dev.mignet.nodes.linux.NetlinkSocket;
import dev.mignet.nodes.linux.Syscalls;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace with a name, kept alive by a bind mount on {@code /run/netns/NAME} as
 * ip-netns(8) does, so that the usual tools see it too.
 *
 * <p>An open one has an rtnetlink socket, a descriptor and, once {@link #call} was used, a thread
 * inside; {@link #close} gives these up and leaves the namespace, {@link NamespaceFiles#delete}
 * takes its name away (it ends with its last process or socket). Threads started inside inherit it:
 * start no thread pools and no processes there, they would keep it alive (processes have {@code
 * ProcessLauncher}).
 */
public final class NetworkNamespace implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,126}");

  private final String name;
  private final int fd;
  private final Rtnetlink rtnetlink;
  private @Nullable NamespaceThread thread;

  private NetworkNamespace(String name, int fd, NetlinkSocket socket) {
    this.name = name;
    this.fd = fd;
    this.rtnetlink = new Rtnetlink(socket);
  }

  /**
   * Creates a namespace; its only link is {@code lo}, down.
   *
   * @param name letters, digits, dot, dash, underscore
   * @throws KernelException EEXIST where the name is taken, EPERM without root
   */
  public static NetworkNamespace create(String name) {
    String file = path(name).toString();
    NamespaceFiles.claim(file);
    try {
      return NamespaceVisit.during(
          () -> {
            check("create namespace", name, Syscalls.unshare(LinuxConstants.CLONE_NEWNET));
            check(
                "mount namespace",
                name,
                Syscalls.mount("/proc/thread-self/ns/net", file, "none", LinuxConstants.MS_BIND));
            return inside(name, descriptor(name));
          });
    } catch (RuntimeException e) {
      NamespaceFiles.delete(name);
      throw e;
    }
  }

  /**
   * Opens an existing namespace.
   *
   * @throws KernelException ENOENT where there is none of that name
   */
  public static NetworkNamespace open(String name) {
    int fd = descriptor(name);
    return NamespaceVisit.during(
        () -> {
          int result = Syscalls.setns(fd, LinuxConstants.CLONE_NEWNET);
          if (result < 0) {
            Syscalls.close(fd);
            throw new KernelException("enter namespace " + name, -result);
          }
          return inside(name, fd);
        });
  }

  private static NetworkNamespace inside(String name, int fd) {
    try {
      return new NetworkNamespace(name, fd, NetlinkSocket.open(NetlinkSocket.ROUTE));
    } catch (RuntimeException e) {
      Syscalls.close(fd);
      throw e;
    }
  }

  /** Where the namespace of this name is mounted. */
  public static Path path(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a namespace name: " + name);
    }
    return NamespaceFiles.FOLDER.resolve(name);
  }

  public String name() {
    return name;
  }

  /** The bind mount: what nsenter and ip-netns take. */
  public Path path() {
    return path(name);
  }

  /** A descriptor of the namespace, as a veth's end takes it; valid until {@link #close}. */
  public int fd() {
    return fd;
  }

  /**
   * The links, addresses, routes, rules and qdiscs of this namespace; usable from any thread until
   * {@link #close}.
   */
  public Rtnetlink rtnetlink() {
    return rtnetlink;
  }

  /**
   * Runs code inside, however long it takes: sockets that it opens belong to this namespace,
   * wherever they are used later.
   */
  public <T, E extends Exception> T call(NamespaceTask<T, E> task) throws E {
    return thread().call(task);
  }

  /**
   * Runs a few system calls inside, on the calling thread, so that no other is needed. They must
   * not wait for anything, nor start a thread or a process.
   */
  public <T> T visit(NamespaceTask<T, RuntimeException> task) {
    return NamespaceVisit.to(name, fd, task);
  }

  private synchronized NamespaceThread thread() {
    if (thread == null) {
      NamespaceThread inside = new NamespaceThread(name);
      inside.call(
          () -> check("enter namespace", name, Syscalls.setns(fd, LinuxConstants.CLONE_NEWNET)));
      thread = inside;
    }
    return thread;
  }

  /** Ends the thread, the socket and the descriptor; the namespace and its name stay. */
  @Override
  public synchronized void close() {
    rtnetlink.close();
    Syscalls.close(fd);
    if (thread != null) {
      thread.close();
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private static int descriptor(String name) {
    return check(
        "open namespace",
        name,
        Syscalls.open(
            path(name).toString(), LinuxConstants.O_RDONLY | LinuxConstants.O_CLOEXEC, 0));
  }
}

package dev.mignet.nodes.linux;

import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import jnr.ffi.Runtime;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * The C library as jnr-ffi binds it; addresses are plain {@code long}s so that a call allocates
 * nothing.
 */
public interface LibC {
  LibC INSTANCE = LibraryLoader.create(LibC.class).option(LibraryOption.SaveError, true).load("c");
  Runtime RUNTIME = Runtime.getRuntime(INSTANCE);

  int socket(int domain, int type, int protocol);

  int bind(int fd, long address, int length);

  int setsockopt(int fd, int level, int option, long value, int length);

  @ssize_t
  long send(int fd, long buffer, @size_t long length, int flags);

  // Not sendto(2) and recvfrom(2): jffi 1.4.3 passes rubbish as a sixth argument.
  @ssize_t
  long sendmsg(int fd, long message, int flags);

  @ssize_t
  long recvmsg(int fd, long message, int flags);

  @ssize_t
  long recv(int fd, long buffer, @size_t long length, int flags);

  int recvmmsg(int fd, long vector, int count, int flags, long timeout);

  @ssize_t
  long read(int fd, long buffer, @size_t long length);

  @ssize_t
  long write(int fd, long buffer, @size_t long length);

  int open(String path, int flags, int mode);

  int close(int fd);

  int fallocate(int fd, int mode, long offset, long length);

  int posix_fadvise(int fd, long offset, long length, int advice);

  int syncfs(int fd);

  int ioctl(int fd, long request, long argument);

  int poll(long pollfds, @size_t long count, int timeoutMillis);

  int ppoll(long pollfds, @size_t long count, long timespec, long signals);

  int prctl(int option, long argument);

  int setpriority(int which, int who, int priority);

  int eventfd(int initial, int flags);

  long syscall(long number, long first, long second, long third);

  int mount(String source, String target, String type, long flags, long data);

  int umount2(String target, int flags);

  int unshare(int flags);

  int setns(int fd, int type);

  int kill(int pid, int signal);

  void _exit(int status);

  int if_nametoindex(String name);

  int clock_gettime(int clock, long timespec);
}

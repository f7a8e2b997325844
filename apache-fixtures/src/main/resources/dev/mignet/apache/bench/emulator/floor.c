/*
 * A lab of N nodes on one switch, as Mignet builds it (each node a namespace with a name, a veth pair to a bridge with MAC
 * and MTU, an address, a token bucket each way, no IPv6), by system calls and netlink messages alone, in one thread: the
 * least that it can cost. Says "up MICROSECONDS" when it is there; takes it down when a line comes, and says "down
 * MICROSECONDS".
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FOLDER "/run/netns/"
#define NET 0x0a090000u /* 10.9.0.0/16 */

static char out[65536];
static int length, sequence;
static struct nlmsghdr *message;

static void fail(const char *what) {
  fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void *put(const void *bytes, int size) {
  void *at = out + length;
  if (bytes) memcpy(at, bytes, size); else memset(at, 0, size);
  length += NLMSG_ALIGN(size);
  return at;
}

static void begin(int type, int flags, const void *header, int size) {
  message = (struct nlmsghdr *) (out + length);
  struct nlmsghdr start = {0, type, NLM_F_REQUEST | NLM_F_ACK | flags, ++sequence, 0};
  put(&start, sizeof start);
  put(header, size);
}

static void end(void) { message->nlmsg_len = out + length - (char *) message; }

static struct rtattr *attribute(int type, const void *value, int size) {
  struct rtattr start = {RTA_LENGTH(size), type};
  struct rtattr *at = put(&start, sizeof start);
  if (size) put(value, size);
  return at;
}

static void number(int type, unsigned value) { attribute(type, &value, 4); }
static void text(int type, const char *value) { attribute(type, value, strlen(value) + 1); }
static void close_nest(struct rtattr *nest) { nest->rta_len = out + length - (char *) nest; }

/* Sends what was put, and takes an acknowledgement of each message. */
static void run(int socket, int messages, const char *what) {
  static char in[65536];
  if (send(socket, out, length, 0) < 0) fail(what);
  while (messages > 0) {
    int got = recv(socket, in, sizeof in, 0);
    if (got < 0) fail(what);
    for (struct nlmsghdr *m = (struct nlmsghdr *) in; NLMSG_OK(m, got); m = NLMSG_NEXT(m, got)) {
      int error = m->nlmsg_type == NLMSG_ERROR ? ((struct nlmsgerr *) NLMSG_DATA(m))->error : 0;
      if (error) { errno = -error; fail(what); }
      messages--;
    }
  }
  length = 0;
}

static int rtnetlink(void) {
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (fd < 0) fail("socket");
  return fd;
}

static void set(const char *key, const char *value) {
  int fd = open(key, O_WRONLY);
  if (fd < 0 || write(fd, value, strlen(value)) < 0) fail(key);
  close(fd);
}

/* Enters a new namespace and names it; returns a descriptor of it. */
static int namespace(const char *path) {
  int fd = open(path, O_CREAT | O_EXCL | O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0) fail(path);
  close(fd);
  if (unshare(CLONE_NEWNET)) fail("unshare");
  if (mount("/proc/thread-self/ns/net", path, "none", MS_BIND, 0)) fail("mount");
  fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) fail(path);
  set("/proc/sys/net/ipv6/conf/all/disable_ipv6", "1");
  set("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1");
  return fd;
}

static void shape(int index) {
  struct tcmsg header = {.tcm_family = AF_UNSPEC, .tcm_ifindex = index, .tcm_parent = TC_H_ROOT};
  struct tc_tbf_qopt bucket = {.rate = {.linklayer = 1, .overhead = 24, .mpu = 84, .rate = 12500000}, .limit = 151400};
  begin(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_REPLACE, &header, sizeof header);
  text(TCA_KIND, "tbf");
  struct rtattr *options = attribute(TCA_OPTIONS, 0, 0);
  attribute(TCA_TBF_PARMS, &bucket, sizeof bucket);
  number(TCA_TBF_BURST, 4687);
  close_nest(options);
  end();
}

static void up(int index) {
  struct ifinfomsg header = {.ifi_index = index, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
  begin(RTM_NEWLINK, 0, &header, sizeof header);
  end();
}

/* Both ends of a wire, and the port in the bridge. */
static void veth(int bridge, int port, const char *name, int node, int namespace) {
  struct ifinfomsg header = {.ifi_index = port};
  unsigned char mac[6] = {2, 0, 0, 1, node >> 8, node};
  begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &header, sizeof header);
  text(IFLA_IFNAME, name);
  number(IFLA_MTU, 1500);
  number(IFLA_GSO_MAX_SEGS, 1);
  number(IFLA_MASTER, bridge);
  struct rtattr *info = attribute(IFLA_LINKINFO, 0, 0);
  text(IFLA_INFO_KIND, "veth");
  struct rtattr *data = attribute(IFLA_INFO_DATA, 0, 0);
  struct rtattr *peer = attribute(VETH_INFO_PEER, 0, 0);
  struct ifinfomsg other = {.ifi_index = 2};
  put(&other, sizeof other);
  text(IFLA_IFNAME, "eth0");
  number(IFLA_NET_NS_FD, namespace);
  attribute(IFLA_ADDRESS, mac, 6);
  number(IFLA_MTU, 1500);
  number(IFLA_GSO_MAX_SEGS, 1);
  close_nest(peer);
  close_nest(data);
  close_nest(info);
  end();
}

static void address(int index, int node) {
  struct ifaddrmsg header = {.ifa_family = AF_INET, .ifa_prefixlen = 16, .ifa_index = index};
  unsigned value = htonl(NET + node);
  begin(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &header, sizeof header);
  number(IFA_LOCAL, value);
  number(IFA_ADDRESS, value);
  end();
}

static void build(int nodes) {
  char path[64], port[16];
  close(namespace(FOLDER "switch"));
  int fabric = rtnetlink();
  struct ifinfomsg header = {.ifi_index = 2, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
  begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &header, sizeof header);
  text(IFLA_IFNAME, "br0");
  struct rtattr *info = attribute(IFLA_LINKINFO, 0, 0);
  text(IFLA_INFO_KIND, "bridge");
  close_nest(info);
  end();
  run(fabric, 1, "bridge");
  for (int i = 1; i <= nodes; i++) {
    snprintf(path, sizeof path, FOLDER "n%d", i);
    int node = namespace(path);
    snprintf(port, sizeof port, "port%d", i);
    veth(2, 2 + i, port, i, node);
    shape(2 + i);
    up(2 + i);
    run(fabric, 3, port);
    int inside = rtnetlink();
    up(1);
    address(2, i);
    shape(2);
    up(2);
    run(inside, 4, path);
    close(inside);
    close(node);
  }
}

/* The switch first: all wires go with it. */
static void tear(int nodes) {
  char path[64] = FOLDER "switch";
  for (int i = 0; i <= nodes; i++) {
    if (i) snprintf(path, sizeof path, FOLDER "n%d", i);
    if (umount2(path, MNT_DETACH) || unlink(path)) fail(path);
  }
}

static long micros(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

int main(int count, char **arguments) {
  int nodes = count == 2 ? atoi(arguments[1]) : 0;
  if (nodes < 1) {
    fprintf(stderr, "usage: floor NODES\n");
    return 2;
  }
  long start = micros();
  mkdir(FOLDER, 0755);
  build(nodes);
  printf("up %ld\n", micros() - start);
  fflush(stdout);
  getchar();
  start = micros();
  tear(nodes);
  printf("down %ld\n", micros() - start);
  return 0;
}

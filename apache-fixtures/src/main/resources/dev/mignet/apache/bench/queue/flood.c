/*
 * flood SOURCE DESTINATION PORT COUNT: sends the same TCP segment, of a connection that nobody knows, with 64 bytes of data,
 * so many times. All words are IPv4 addresses and numbers; needs CAP_NET_RAW.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define DATA 64
#define BATCH 64

static struct {
  struct iphdr ip;
  struct tcphdr tcp;
  char data[DATA];
} segment;

static unsigned sum(const void *bytes, int length, unsigned start) {
  const unsigned short *words = bytes;
  for (; length > 0; length -= 2) start += *words++;
  return start;
}

static unsigned short folded(unsigned sum) {
  sum = (sum >> 16) + (sum & 0xffff);
  return ~(sum + (sum >> 16));
}

int main(int count, char **words) {
  struct sockaddr_in to = {.sin_family = AF_INET};
  struct mmsghdr messages[BATCH];
  struct iovec bytes = {&segment, sizeof segment};
  int raw = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
  if (count != 5 || raw < 0) {
    perror("flood");
    return 1;
  }
  segment.ip = (struct iphdr) {.version = 4, .ihl = 5, .tot_len = htons(sizeof segment), .ttl = 64, .protocol = IPPROTO_TCP};
  inet_pton(AF_INET, words[1], &segment.ip.saddr);
  inet_pton(AF_INET, words[2], &segment.ip.daddr);
  segment.tcp = (struct tcphdr) {.source = htons(40000), .dest = htons(atoi(words[3])), .seq = htonl(1), .ack_seq = htonl(1),
    .doff = 5, .ack = 1, .psh = 1, .window = htons(1024)};
  memset(segment.data, 'x', DATA);
  segment.tcp.check = folded(sum(&segment.tcp, sizeof segment.tcp + DATA,
    sum(&segment.ip.saddr, 8, htons(IPPROTO_TCP) + htons(sizeof segment.tcp + DATA))));
  to.sin_addr.s_addr = segment.ip.daddr;
  for (int i = 0; i < BATCH; i++)
    messages[i] = (struct mmsghdr) {.msg_hdr = {.msg_name = &to, .msg_namelen = sizeof to, .msg_iov = &bytes, .msg_iovlen = 1}};
  for (int left = atoi(words[4]), sent; left > 0; left -= sent) {
    sent = sendmmsg(raw, messages, left < BATCH ? left : BATCH, 0);
    if (sent < 0) {
      perror("flood");
      return 1;
    }
  }
  return 0;
}

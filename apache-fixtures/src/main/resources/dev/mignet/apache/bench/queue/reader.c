/*
 * Accepts every packet of NFQUEUE 0, as libnetfilter_queue's own manual has it: one verdict a packet. The queue is set up
 * as Mignet's is. Says "ready", and ends when it is killed.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <libnetfilter_queue/libnetfilter_queue.h>
#include <linux/netfilter.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>

static int accept_packet(struct nfq_q_handle *queue, struct nfgenmsg *message, struct nfq_data *packet, void *data) {
  struct nfqnl_msg_packet_hdr *header = nfq_get_msg_packet_hdr(packet);
  (void) message;
  (void) data;
  return nfq_set_verdict(queue, ntohl(header->packet_id), NF_ACCEPT, 0, NULL);
}

int main(void) {
  static char buffer[1 << 17] __attribute__((aligned));
  uint32_t flags = NFQA_CFG_F_FAIL_OPEN | NFQA_CFG_F_GSO;
  struct nfq_handle *handle = nfq_open();
  struct nfq_q_handle *queue = handle ? nfq_create_queue(handle, 0, accept_packet, NULL) : NULL;
  int length;
  if (!queue || nfq_set_mode(queue, NFQNL_COPY_PACKET, 0xffff) < 0 || nfq_set_queue_maxlen(queue, 16384) < 0 ||
      nfq_set_queue_flags(queue, flags, flags) < 0) {
    perror("reader");
    return 1;
  }
  nfnl_rcvbufsiz(nfq_nfnlh(handle), 8 << 20);
  puts("ready");
  fflush(stdout);
  while ((length = recv(nfq_fd(handle), buffer, sizeof buffer, 0)) >= 0 || errno == ENOBUFS || errno == EINTR)
    if (length > 0) nfq_handle_packet(handle, buffer, length);
  perror("reader");
  return 1;
}

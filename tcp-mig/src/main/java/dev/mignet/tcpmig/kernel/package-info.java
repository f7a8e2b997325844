/**
 * The daemon's edges to the kernel: NFQUEUE, NFLOG, conntrack marks, sock_diag, TUN injection, the
 * imposed ISN, rules and routes.
 */
@NullMarked
package dev.mignet.tcpmig.kernel;

import org.jspecify.annotations.NullMarked;

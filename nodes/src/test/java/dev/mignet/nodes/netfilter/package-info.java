/** Tests of {@code dev.mignet.nodes.netfilter}, on real queues (root). */
@NullMarked
package dev.mignet.nodes.netfilter;

import org.jspecify.annotations.NullMarked;

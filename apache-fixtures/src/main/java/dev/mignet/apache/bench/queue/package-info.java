/**
 * {@code mignet bench queue}: how many packets a second the migration daemon lets pass, beside a C
 * program with libnetfilter_queue.
 */
@NullMarked
package dev.mignet.apache.bench.queue;

import org.jspecify.annotations.NullMarked;

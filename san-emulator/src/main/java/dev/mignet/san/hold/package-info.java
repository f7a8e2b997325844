/**
 * The link engine for kernels without netem: one process a lab that holds packets at the ends that
 * receive them, in NFQUEUE, until they are due.
 *
 * <p>Start reading at {@link dev.mignet.san.hold.HoldLoop}. Why it is done this way:
 * docs/decisions/0010-link-engines.md.
 */
@NullMarked
package dev.mignet.san.hold;

import org.jspecify.annotations.NullMarked;

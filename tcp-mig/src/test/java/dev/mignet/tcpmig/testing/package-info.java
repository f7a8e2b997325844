/** What several packages' tests use: {@link dev.mignet.tcpmig.testing.Fuzzer}. */
@NullMarked
package dev.mignet.tcpmig.testing;

import org.jspecify.annotations.NullMarked;

/**
 * {@code mignet bench migration}: what a request costs the whole lab, beside a proxy that switches
 * by content; a download; thousands of idle connections that migrate.
 */
@NullMarked
package dev.mignet.apache.bench.migration;

import org.jspecify.annotations.NullMarked;

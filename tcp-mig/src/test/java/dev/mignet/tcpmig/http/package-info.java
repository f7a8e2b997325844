/** Tests of HTTP framing. */
@NullMarked
package dev.mignet.tcpmig.http;

import org.jspecify.annotations.NullMarked;

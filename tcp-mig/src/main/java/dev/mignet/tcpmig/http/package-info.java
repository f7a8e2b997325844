/**
 * Framing of HTTP/1.x as far as migration needs it: where a request begins and ends, whether a
 * response is complete.
 */
@NullMarked
package dev.mignet.tcpmig.http;

import org.jspecify.annotations.NullMarked;

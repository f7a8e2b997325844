/** Tests of {@code dev.mignet.san.measure}. */
@NullMarked
package dev.mignet.san.measure;

import org.jspecify.annotations.NullMarked;

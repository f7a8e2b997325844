/** Tests of ladder diagrams, on captures that are written by hand. */
@NullMarked
package dev.mignet.apache.trace;

import org.jspecify.annotations.NullMarked;

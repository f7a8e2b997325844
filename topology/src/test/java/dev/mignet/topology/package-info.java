/** Tests of the lab. */
@NullMarked
package dev.mignet.topology;

import org.jspecify.annotations.NullMarked;

/** Tests of applying plans. */
@NullMarked
package dev.mignet.topology.run;

import org.jspecify.annotations.NullMarked;

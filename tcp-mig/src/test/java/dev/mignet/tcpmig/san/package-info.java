/** Tests of the migration protocol's codec. */
@NullMarked
package dev.mignet.tcpmig.san;

import org.jspecify.annotations.NullMarked;

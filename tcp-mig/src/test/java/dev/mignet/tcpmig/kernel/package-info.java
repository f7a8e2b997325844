/** Tests of what is pure in the kernel layer: programs, rules, type information. */
@NullMarked
package dev.mignet.tcpmig.kernel;

import org.jspecify.annotations.NullMarked;

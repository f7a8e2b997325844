/** Tests of the policies that are supplied. */
@NullMarked
package dev.mignet.tcpmig.policy;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.mignet.tcpmig;

import org.jspecify.annotations.NullMarked;

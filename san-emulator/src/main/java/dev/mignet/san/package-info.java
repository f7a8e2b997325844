@NullMarked
package dev.mignet.san;

import org.jspecify.annotations.NullMarked;

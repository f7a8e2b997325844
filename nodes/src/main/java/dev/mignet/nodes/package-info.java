@NullMarked
package dev.mignet.nodes;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.mignet.apache;

import org.jspecify.annotations.NullMarked;

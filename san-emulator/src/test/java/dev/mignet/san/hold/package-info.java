/** Tests of {@code dev.mignet.san.hold}, on real veth pairs and a switch (root). */
@NullMarked
package dev.mignet.san.hold;

import org.jspecify.annotations.NullMarked;

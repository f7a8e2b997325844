/**
 * {@code mignet trace}: one migration as a ladder diagram. Captures and event logs ({@link
 * dev.mignet.apache.trace.Recording}) become packets on their way ({@link
 * dev.mignet.apache.trace.Journey}), these a {@link dev.mignet.apache.trace.Ladder}, which is drawn
 * as text or SVG.
 */
@NullMarked
package dev.mignet.apache.trace;

import org.jspecify.annotations.NullMarked;

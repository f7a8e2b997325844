/**
 * The command line as its users see it, with the commands of all modules. {@link
 * dev.mignet.apache.manual.ManualPages} writes the manual pages from it.
 */
@NullMarked
package dev.mignet.apache.manual;

import org.jspecify.annotations.NullMarked;

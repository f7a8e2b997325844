/**
 * {@code mignet demo}: a lab, real curl, real captures, and a table of what was told and what was
 * seen. Start reading at {@link dev.mignet.apache.demo.Demonstration}.
 */
@NullMarked
package dev.mignet.apache.demo;

import org.jspecify.annotations.NullMarked;

/**
 * What runs in a lab, and the demonstration of it. {@link dev.mignet.apache.server} holds the
 * services that a topology can name ({@code apache}, {@code embedded}), {@link
 * dev.mignet.apache.files} the files that they serve, {@code demo} the command {@code mignet demo}.
 * Start reading at {@link dev.mignet.apache.server.ApacheService}.
 */
@NullMarked
package dev.mignet.apache;

import org.jspecify.annotations.NullMarked;

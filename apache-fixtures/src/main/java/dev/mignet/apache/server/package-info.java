/**
 * The servers that a topology can name: {@link dev.mignet.apache.server.ApacheService} runs the
 * machine's own, unmodified Apache with a configuration of the lab's, {@link
 * dev.mignet.apache.server.EmbeddedService} a small stand-in of the JDK. Both serve the same files,
 * name their node in the header {@code X-Node}, and answer a POST to {@code /cgi-bin/upload} with
 * the SHA-256 of its body. Start reading at {@code ApacheService}; the text that it writes is
 * {@link dev.mignet.apache.server.ApacheConfiguration}'s.
 */
@NullMarked
package dev.mignet.apache.server;

import org.jspecify.annotations.NullMarked;

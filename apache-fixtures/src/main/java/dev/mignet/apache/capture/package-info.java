/**
 * Real captures, taken by dumpcap inside the nodes, and what can be read from them: the messages on
 * the SAN and what a client saw of its connections. Start reading at {@link
 * dev.mignet.apache.capture.PacketCapture}, then {@link dev.mignet.apache.capture.CaptureFile}.
 */
@NullMarked
package dev.mignet.apache.capture;

import org.jspecify.annotations.NullMarked;

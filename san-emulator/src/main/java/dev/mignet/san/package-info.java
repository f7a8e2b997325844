/**
 * Links that behave like the wire: profiles of real networks, and the shaping that makes a veth
 * pair behave like one.
 *
 * <p>Start reading at {@link dev.mignet.san.Profiles} (the figures and their sources), then {@link
 * dev.mignet.san.Shaping}, which derives the kernel's parameters from them, and {@link
 * dev.mignet.san.LinkShaper}, which applies these to one end of a link. What goes wrong on a link
 * beside its rate is {@link dev.mignet.san.Impairments}; {@link dev.mignet.san.LinkModel} draws the
 * fate of each packet. Why it is done this way: docs/decisions/0003-shaping-by-tbf.md,
 * 0010-link-engines.md.
 */
@NullMarked
package dev.mignet.san;

import org.jspecify.annotations.NullMarked;

package dev.mignet.san;

/** How one direction of a link behaves. */
public record Direction(LinkProfile profile, Impairments impairments) {}

/**
 * Pictures of a lab, as text. Start reading at {@link dev.mignet.topology.graph.Sketch}, what every
 * picture shows; {@link dev.mignet.topology.graph.Mermaid} and {@link
 * dev.mignet.topology.graph.Dot} write it down for other programs to draw. {@link
 * dev.mignet.topology.graph.Svg} draws it, where {@link dev.mignet.topology.graph.Layout} says.
 */
@NullMarked
package dev.mignet.topology.graph;

import org.jspecify.annotations.NullMarked;
